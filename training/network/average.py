#!/usr/bin/env python3
"""The mean of several runs' weights, all from one start: average.py OUT.pt RUN.pt RUN.pt …"""

import sys

import torch

out, *runs = sys.argv[1:]
runs = [torch.load(run) for run in runs]
mean = {name: sum(run["model"][name].float() for run in runs) / len(runs) for name in runs[0]["model"]}
torch.save({**runs[-1], "model": mean}, out)
