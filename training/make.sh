#!/bin/sh
# Makes the reader from nothing: make.sh SHARED MINILM WORK OUT (see README.md).
set -eu
shared=$(realpath "$1") minilm=$(realpath "$2") out=$(realpath -m "$4")
mkdir -p "$3" "$out"
work=$(realpath "$3")
cd "$(dirname "$0")"
held='a-10|b-10|c-11'
python3 corpus/parse.py --json "$work/corpus.jsonl" $(ls corpus/reports/*.rec | grep -vE "$held")
python3 corpus/acts.py --out "$work/acts.jsonl"
cd network
train() {
    python3 train.py --shared "$shared" --minilm "$minilm/model.safetensors" --vocabulary "$minilm/vocab.txt" "$@"
}
plv="$shared/data/plover/train.jsonl"
train --seed 1 --out "$work/1.pt" --epochs 1 --decay none
train --seed 2 --out "$work/2.pt" --init "$work/1.pt" --epochs 1 --decay none
train --seed 3 --out "$work/3.pt" --init "$work/2.pt" --minutes 24 --decay none --corpus "$work/corpus.jsonl" --corpus-passes 2 --acts "$plv"
train --seed 4 --out "$work/4.pt" --init "$work/3.pt" --minutes 38 --corpus "$work/corpus.jsonl" --corpus-passes 5 --acts "$plv" "$work/acts.jsonl"
train --seed 5 --out "$work/5.pt" --init "$work/4.pt" --minutes 15 --lr 1.2e-4 --head-lr 7e-4 --corpus "$work/corpus.jsonl" --corpus-passes 3 --acts "$plv" "$work/acts.jsonl"
python3 average.py "$work/mean.pt" "$work/4.pt" "$work/5.pt"
python3 calibrate.py "$work/mean.pt" --shared "$shared" --vocabulary "$minilm/vocab.txt" --out "$work/calibration.json"
cp "$minilm/vocab.txt" "$out/"
python3 export.py "$work/mean.pt" --out "$out" --calibration "$work/calibration.json"
