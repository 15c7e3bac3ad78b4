#!/bin/sh
# Makes both readers from nothing: make.sh SHARED MINILM WORK OUT [SEED] (see README.md).
set -eu
shared=$(realpath "$1") minilm=$(realpath "$2") out=$(realpath -m "$4") seed=${5:-1}
mkdir -p "$3" "$out"
work=$(realpath "$3")
cd "$(dirname "$0")"
held='a-10|b-10|c-11|[d-q]-05'
python3 corpus/parse.py --json "$work/corpus.jsonl" $(ls corpus/reports/*.rec | grep -vE "$held")
python3 corpus/acts.py --out "$work/acts.jsonl"
sentences=$(ls "$PWD"/corpus/sentences/*.tsv)
cd network
words="--vocabulary $minilm/vocab.txt"
train() {
    stage=$1
    shift
    python3 train.py --shared "$shared" --minilm "$minilm/model.safetensors" $words --seed "$((seed * 100 + stage))" --out "$work/$stage.pt" "$@"
}
composed="--corpus $work/corpus.jsonl --acts $shared/data/plover/train.jsonl $work/acts.jsonl --sentences $sentences"
train 1 --epochs 1 --decay none
train 2 --init "$work/1.pt" --epochs 1 --decay none
train 3 --init "$work/2.pt" --minutes 24 --decay none $composed
train 4 --init "$work/3.pt" --minutes 53 $composed
python3 silver.py "$work/4.pt" --shared "$shared" $words --out "$work/nested.jsonl"
nested="--nested $work/nested.jsonl"
train 5 --init "$work/4.pt" --minutes 66 --decay none --lr 2e-4 --head-lr 1e-3 --corpus-passes 2 --wrapped 250 $nested $composed
train 6 --init "$work/5.pt" --minutes 58 --lr 2.2e-4 --head-lr 1e-3 --corpus-passes 2 --wrapped 150 $nested $composed
python3 teach.py "$work/4.pt" "$work/6.pt" --shared "$shared" $words --corpus "$work/corpus.jsonl" --out "$work/soft.pt"
soft="--soft $work/soft.pt"
train 7 --init "$work/4.pt" --minutes 46 --decay none --lr 2.2e-4 --head-lr 1e-3 --corpus-passes 2 --wrapped 150 $soft $nested $composed
train 8 --init "$work/7.pt" --minutes 50 --lr 2.2e-4 --head-lr 1e-3 --corpus-passes 2 --wrapped 150 $soft $nested $composed
train 9 --init "$work/6.pt" --minutes 46 --decay none --lr 3e-4 --head-lr 1e-3 --layers 4 --corpus-passes 2 --wrapped 150 $soft $nested $composed
train 10 --init "$work/9.pt" --minutes 50 --lr 3e-4 --head-lr 1e-3 --layers 4 --corpus-passes 2 --wrapped 150 $soft $nested $composed
python3 lexicon.py --corpus "$work/corpus.jsonl" --sentences $sentences --out "$out/issues.safetensors"
for network in 8:reader 10:fast; do
    run=$work/${network%:*}.pt name=${network#*:}
    # The default reader is both networks read as one.
    [ "$name" = reader ] && runs="$run $work/10.pt" || runs=$run
    python3 calibrate.py $runs --shared "$shared" $words --out "$work/$name.json"
    python3 export.py "$run" --out "$out/$name" --words "$out/words.safetensors" --issues "$out/issues.safetensors" --name "detente-$name" --version 3 --calibration "$work/$name.json"
done
cp "$minilm/vocab.txt" "$out/"
