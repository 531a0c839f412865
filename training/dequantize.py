"""Makes a checkpoint of an exported reader, to go on training from.

    python3 dequantize.py ../models/reader/reader.onnx reader.pt
"""

import argparse

import onnx
import torch
from onnx import numpy_helper


def checkpoint_of(path):
    tensors = {
        tensor.name: torch.tensor(numpy_helper.to_array(tensor))
        for tensor in onnx.load(path).graph.initializer
    }
    state = {}
    for name, tensor in tensors.items():
        stem, _, part = name.rpartition(".")
        if part == "bytes":
            weight = tensor.float() * tensors[f"{stem}.scale"]
            state[f"{stem}.weight"] = weight if stem == "word" else weight.T.contiguous()
        elif part in ("weight", "bias"):
            state[name] = tensor.T.contiguous() if stem == "head" and part == "weight" else tensor
    return {name: tensor.half() for name, tensor in state.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reader", help="a file that export.py wrote")
    parser.add_argument("output")
    options = parser.parse_args()
    torch.save(checkpoint_of(options.reader), options.output)


if __name__ == "__main__":
    main()
