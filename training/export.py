"""Writes a checkpoint as the ONNX file that the service runs.

    python3 export.py reader.pt ../models/reader/reader.onnx
    python3 export.py --float32 reader.pt reader-float32.onnx

Weights become signed bytes with a scale for each output column; onnxruntime quantizes activations as
they come. The graph uses onnxruntime's fused operators, so other runtimes cannot run it.
"""

import argparse

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
HEADS, EPSILON = 12, 1e-12


class Graph:
    def __init__(self, weights, float32):
        self.weights, self.float32 = weights, float32
        self.nodes, self.tensors = [], []

    def constant(self, name, array):
        self.tensors.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def parameter(self, name):
        return self.constant(name, self.weights[name])

    def node(self, operator, inputs, name, domain="", **attributes):
        node = helper.make_node(operator, inputs, [name], name=name, domain=domain, **attributes)
        self.nodes.append(node)
        return name

    def linear(self, x, name, with_bias=True):
        weight = self.weights[f"{name}.weight"].T
        bias = [self.parameter(f"{name}.bias")] if with_bias else []
        if self.float32:
            product = self.node("MatMul", [x, self.constant(f"{name}.weight", weight)], f"{name}.product")
            return self.node("Add", [product, *bias], f"{name}.sum") if bias else product
        bytes_, scale = quantized(weight, axis=0)
        inputs = [
            x,
            self.constant(f"{name}.bytes", bytes_),
            self.constant(f"{name}.scale", scale.ravel()),
            self.constant(f"{name}.zero", np.zeros(weight.shape[1], np.int8)),
        ]
        return self.node("DynamicQuantizeMatMul", inputs + bias, f"{name}.sum", MICROSOFT)

    def embedding(self, name, ids):
        weight = self.weights[f"{name}.weight"]
        if self.float32 or name != "word":
            return self.node("Gather", [self.constant(f"{name}.weight", weight), ids], f"{name}.row")
        bytes_, scale = quantized(weight, axis=1)
        row = self.node("Gather", [self.constant("word.bytes", bytes_), ids], "word.row")
        row = self.node("Cast", [row], "word.float", to=TensorProto.FLOAT)
        scale = self.node("Gather", [self.constant("word.scale", scale), ids], "word.row.scale")
        return self.node("Mul", [row, scale], "word.value")

    def norm(self, name):
        return [self.parameter(f"{name}.weight"), self.parameter(f"{name}.bias")]

    def layer(self, x, mask, name):
        q, k, v = (self.linear(x, f"{name}.{part}") for part in "qkv")
        context = self.node(
            "MultiHeadAttention",
            [q, k, v, "", mask],
            f"{name}.attention",
            MICROSOFT,
            num_heads=HEADS,
        )
        x = self.add_and_norm(self.linear(context, f"{name}.o"), x, f"{name}.n1")
        inner = self.node(
            "BiasGelu",
            [self.linear(x, f"{name}.f1", with_bias=False), self.parameter(f"{name}.f1.bias")],
            f"{name}.gelu",
            MICROSOFT,
        )
        return self.add_and_norm(self.linear(inner, f"{name}.f2"), x, f"{name}.n2")

    def add_and_norm(self, x, y, name):
        inputs = [x, y, *self.norm(name)]
        return self.node(
            "SkipLayerNormalization", inputs, f"{name}.out", MICROSOFT, epsilon=EPSILON
        )


def quantized(weight, axis):
    """Bytes and their scales: the largest value along the axis becomes 127."""
    scale = np.abs(weight).max(axis, keepdims=True) / 127
    return np.clip(np.round(weight / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


def build(weights, float32):
    graph = Graph(weights, float32)
    shape = graph.node("Shape", ["input_ids"], "shape")
    one = graph.constant("one", np.int64(1))
    length = graph.node("Gather", [shape, one], "length", axis=0)
    positions = graph.node(
        "Range", [graph.constant("zero", np.int64(0)), length, one], "positions"
    )
    word, position, kind = (
        graph.embedding("word", "input_ids"),
        graph.embedding("pos", positions),
        graph.embedding("typ", "token_type_ids"),
    )
    x = graph.node("Add", [graph.node("Add", [word, position], "placed"), kind], "embedded")
    x = graph.node(
        "LayerNormalization", [x, *graph.norm("n0")], "n0", axis=-1, epsilon=EPSILON
    )
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    for i in range(layers):
        x = graph.layer(x, mask, f"layers.{i}")
    head = graph.node(
        "MatMul", [x, graph.constant("head.weight", weights["head.weight"].T)], "head"
    )
    head = graph.node("Add", [head, graph.parameter("head.bias")], "head.sum")
    graph.node("Squeeze", [head, graph.constant("last", np.array([-1]))], "logits")

    if "labels.weight" in weights:
        first = graph.node("Gather", [x, graph.constant("first", np.int64(0))], "cls", axis=1)
        weight = graph.constant("labels.weight", weights["labels.weight"].T)
        product = graph.node("MatMul", [first, weight], "labels.product")
        graph.node("Add", [product, graph.parameter("labels.bias")], "labels")

    def info(name, type_, axes=("batch", "tokens")):
        return helper.make_tensor_value_info(name, type_, axes)

    inputs = ("input_ids", "token_type_ids", "attention_mask")
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "reader",
            [info(name, TensorProto.INT64) for name in inputs],
            [info("logits", TensorProto.FLOAT)]
            + ([info("labels", TensorProto.FLOAT, ("batch", "label"))] if "labels.weight" in weights else []),
            graph.tensors,
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=8,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("checkpoint")
    parser.add_argument("output")
    parser.add_argument("--float32", action="store_true", help="without quantization")
    options = parser.parse_args()
    state = torch.load(options.checkpoint, map_location="cpu")
    weights = {name: tensor.float().numpy() for name, tensor in state.items()}
    onnx.save(build(weights, options.float32), options.output)


if __name__ == "__main__":
    main()
