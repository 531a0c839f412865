"""all-MiniLM-L6-v2, where training starts, from the 4-bit file that the service's embedder uses."""

import numpy as np
import onnx
import torch
from onnx import numpy_helper

BLOCK = 32
LINEAR = {
    "q": "attn.q_proj",
    "k": "attn.k_proj",
    "v": "attn.v_proj",
    "o": "attn.o_proj",
    "f1": "mlp.fc1",
    "f2": "mlp.fc2",
}
NORMS = {"n1": "attention_output_norm_layernorm", "n2": "mlp_output_norm_layernorm"}


def load_minilm(reader, path):
    """Fills all of a six-layer reader but its head, which is new."""
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}

    def dequantized(name):
        packed, scales = tensors[name + "_Q4"], tensors[name + "_scales"]
        rows, blocks, _ = packed.shape
        values = np.stack([packed & 15, packed >> 4], -1).astype(np.float32) - 8
        scaled = values.reshape(rows, blocks, BLOCK) * scales.reshape(rows, blocks, 1)
        return scaled.reshape(rows, -1)

    state = {
        "word.weight": tensors[".model.embeddings.word_embeddings.weight"],
        "typ.weight": tensors[".model.embeddings.token_type_embeddings.weight"],
        "pos.weight": tensors[".model.embeddings.position_embeddings.weight"],
    }
    first = "model.layers.-1.embeddings_norm_layernorm."
    for part in ("weight", "bias"):
        state[f"n0.{part}"] = tensors[first + part]
    for i in range(len(reader.layers)):
        theirs, ours = f"model.layers.{i}.", f"layers.{i}."
        for short, name in LINEAR.items():
            state[f"{ours}{short}.weight"] = dequantized(f"{theirs}{name}.MatMul.weight")
            state[f"{ours}{short}.bias"] = tensors[f"{theirs}{name}.Add.bias"]
        for short, name in NORMS.items():
            for part in ("weight", "bias"):
                state[f"{ours}{short}.{part}"] = tensors[f"{theirs}{name}.{part}"]
    state = {name: torch.tensor(np.asarray(array)) for name, array in state.items()}
    left = reader.load_state_dict(state, strict=False)
    assert left.missing_keys == ["head.weight", "head.bias"] and not left.unexpected_keys, left
