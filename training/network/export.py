#!/usr/bin/env python3
"""Write a trained reader as the files the program embeds.

    export.py RUN.pt --out DIR --words FILE --issues FILE [--name detente-reader] [--float]

`encoder.onnx` takes the summed input embeddings of one window, `x` [1, pieces, 384], and `first` [words], the index of each
word's first piece; it gives `words` [words, 384], `tags` [words, 22] and `links` [words, 1152]. Its layers and the link
projection are 8-bit (weights per channel, activations per window) unless --float. `tables.safetensors` holds what the
program looks up and multiplies itself, all but the word embeddings: they are MiniLM's own and the same for every network, so
they have a file of their own, `words.safetensors`. `manifest.json` says what they are.
"""

import argparse
import hashlib
import json
import pathlib

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import save_file

from model import ACTS, HEADS, HIDDEN, ISSUES, LINKS, PLOVER, TAGGERS, load_run


class Graph:
    """A small writer of ONNX graphs."""

    def __init__(self):
        self.nodes, self.weights, self.n = [], [], 0

    def weight(self, array, name=None):
        name = name or f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(self, kind, *inputs, out=None, name=None, **attributes):
        self.n += 1
        out = out or f"t{self.n}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], name=name or f"{kind}_{self.n}", **attributes))
        return out

    def linear(self, x, layer, name, out=None):
        product = self.op("MatMul", x, self.weight(layer.weight.detach().numpy().T, name), name=name + "_matmul")
        return self.op("Add", product, self.weight(layer.bias.detach().numpy()), out=out)

    def norm(self, x, layer):
        return self.op("LayerNormalization", x, self.weight(layer.weight.detach().numpy()), self.weight(layer.bias.detach().numpy()), axis=-1, epsilon=1e-12)


def encoder_graph(model):
    g = Graph()
    split = g.weight(np.array([1, -1, HEADS, HIDDEN // HEADS], dtype=np.int64))
    joined = g.weight(np.array([1, -1, HIDDEN], dtype=np.int64))
    thirds = g.weight(np.array([HIDDEN] * 3, dtype=np.int64))
    scale = g.weight(np.array(1 / np.sqrt(HIDDEN // HEADS), dtype=np.float32))
    x = g.norm("x", model.encoder.norm)
    for i, layer in enumerate(model.encoder.layers):
        qkv = g.linear(x, layer.qkv, f"qkv{i}")
        parts = [f"{p}{i}" for p in "qkv"]
        g.nodes.append(helper.make_node("Split", [qkv, thirds], parts, axis=-1, name=f"split{i}"))
        q, k, v = (g.op("Reshape", p, split) for p in parts)
        q, v = (g.op("Transpose", p, perm=[0, 2, 1, 3]) for p in (q, v))
        k = g.op("Transpose", k, perm=[0, 2, 3, 1])
        a = g.op("Softmax", g.op("Mul", g.op("MatMul", q, k, name=f"scores{i}_attention"), scale), axis=-1)
        a = g.op("Reshape", g.op("Transpose", g.op("MatMul", a, v, name=f"mix{i}_attention"), perm=[0, 2, 1, 3]), joined)
        x = g.norm(g.op("Add", x, g.linear(a, layer.out, f"out{i}")), layer.norm1)
        y = g.linear(g.op("Gelu", g.linear(x, layer.up, f"up{i}")), layer.down, f"down{i}")
        x = g.norm(g.op("Add", x, y), layer.norm2)
    flat = g.op("Reshape", x, g.weight(np.array([-1, HIDDEN], dtype=np.int64)))
    g.op("Gather", flat, "first", out="words", axis=0)
    g.linear("words", model.tag, "tag", out="tags")
    g.linear("words", model.link, "link", out="links")
    value = helper.make_tensor_value_info
    links = model.link.out_features
    graph = helper.make_graph(g.nodes, "reader", [value("x", TensorProto.FLOAT, [1, "pieces", HIDDEN]), value("first", TensorProto.INT64, ["words"])],
                              [value("words", TensorProto.FLOAT, ["words", HIDDEN]), value("tags", TensorProto.FLOAT, ["words", model.tag.out_features]),
                               value("links", TensorProto.FLOAT, ["words", links])], g.weights)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    made.ir_version = 10
    onnx.checker.check_model(made)
    return made


def rows8(table):
    """A table as 8-bit rows and a scale each."""
    scale = np.abs(table).max(1, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.round(table / scale).astype(np.int8), scale[:, 0].astype(np.float32)


def tables(model):
    out = {}
    for name in ("places", "shapes", "quotes", "roles"):
        out[f"embedding.{name}"] = getattr(model.encoder, name).weight.detach().numpy()
    for name in TAGGERS:
        crf = model.crfs[name]
        out[f"crf.{name}.step"] = (crf.step + crf.bad).detach().numpy()
        out[f"crf.{name}.first"] = (crf.first + crf.bad_first).detach().numpy()
    out["near"] = model.near.detach().numpy()
    for name in ("act", "issue", "plover"):
        head = getattr(model, name)
        for i, layer in ((0, head[0]), (1, head[3])):
            out[f"{name}.{i}.weight"], out[f"{name}.{i}.weight.scales"] = rows8(layer.weight.detach().numpy())
            out[f"{name}.{i}.bias"] = layer.bias.detach().numpy()
    out["hedge.weight"], out["hedge.bias"] = model.hedge.weight.detach().numpy(), model.hedge.bias.detach().numpy()
    return {k: np.ascontiguousarray(v) for k, v in out.items()}


def word_table(model):
    words, scales = rows8(model.encoder.words.weight.detach().numpy())
    return {"embedding.words": words, "embedding.scales": scales}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--float", action="store_true")
    parser.add_argument("--calibration", type=pathlib.Path, help="JSON written by calibrate.py")
    parser.add_argument("--words", required=True, type=pathlib.Path, help="file of the word embeddings that networks share; made where there is none")
    parser.add_argument("--issues", required=True, type=pathlib.Path, help="file that lexicon.py made, shared by the networks")
    parser.add_argument("--name", default="detente-reader")
    parser.add_argument("--version", default="1")
    args = parser.parse_args()
    model, saved = load_run(args.run)
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / "encoder.onnx"
    made = encoder_graph(model)
    if args.float:
        onnx.save(made, path)
    else:
        plain = args.out / "float.onnx"
        onnx.save(made, plain)
        names = [n.name for n in made.graph.node if n.op_type == "MatMul" and n.name.endswith("_matmul") and not n.name.startswith("tag")]
        quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True, nodes_to_quantize=names)
        plain.unlink()
    save_file(tables(model), args.out / "tables.safetensors")
    if not args.words.exists():
        save_file(word_table(model), args.words)
    digest = lambda p: hashlib.sha256(p.read_bytes()).hexdigest()
    manifest = {"name": args.name, "version": args.version, "layers": saved["layers"], "hidden": HIDDEN,
                "window": 192, "taggers": TAGGERS, "links": LINKS, "acts": ACTS, "issues": ISSUES, "plover": PLOVER,
                "files": {p.name: digest(p) for p in (args.out / "encoder.onnx", args.out / "tables.safetensors", args.words, args.issues)},
                "licences": {"weights": "Apache-2.0 (fine-tuned from sentence-transformers/all-MiniLM-L6-v2)", "vocabulary": "Apache-2.0"},
                "training_data": ["PolNeAR 1.0.0, training part (states no terms of use)", "training/corpus (this project)", "PLV, training part (states no licence)"],
                "limits": ["English only", "news prose and transcripts; trained on windows of 192 word pieces"]}
    if args.calibration:
        manifest["calibration"] = json.loads(args.calibration.read_text())
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    print({p.name: p.stat().st_size for p in args.out.iterdir()})


if __name__ == "__main__":
    main()
