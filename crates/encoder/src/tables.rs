//! What the program looks up and multiplies itself: embeddings, transition scores, small heads.

use crate::{Lexicon, LoadError, Manifest};
use safetensors::{Dtype, SafeTensors};
use std::borrow::Cow;

/// Transition scores of a linear-chain conditional random field.
#[derive(Debug, Clone)]
pub struct Crf {
    /// Number of tags.
    pub tags: usize,
    /// Score of `from → to` at `from * tags + to`.
    pub step: Vec<f32>,
    /// Score of starting with a tag.
    pub first: Vec<f32>,
}

/// A dense layer, row by output.
#[derive(Debug, Clone)]
pub struct Dense {
    /// `outputs × inputs`, row-major.
    weight: Vec<f32>,
    /// One per output.
    bias: Vec<f32>,
    /// Width of the input.
    inputs: usize,
}

impl Dense {
    /// The layer's outputs for an input of [`Dense::inputs`] numbers.
    pub fn apply(&self, input: &[f32]) -> Vec<f32> {
        self.weight.chunks_exact(self.inputs).zip(&self.bias).map(|(row, bias)| dot(row, input) + bias).collect()
    }

    /// Width of the input.
    pub fn inputs(&self) -> usize {
        self.inputs
    }
}

/// A dot product in sixteen lanes, so that it compiles to vector instructions and always adds in the same order.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 16];
    let (head_a, tail_a) = a.as_chunks::<16>();
    let (head_b, tail_b) = b.as_chunks::<16>();
    for (x, y) in head_a.iter().zip(head_b) {
        for i in 0..16 {
            lanes[i] += x[i] * y[i];
        }
    }
    let tail: f32 = tail_a.iter().zip(tail_b).map(|(x, y)| x * y).sum();
    lanes.iter().sum::<f32>() + tail
}

/// All tables of a network.
#[derive(Debug)]
pub struct Tables {
    hidden: usize,
    words: Cow<'static, [u8]>,
    words_at: std::ops::Range<usize>,
    scales: Vec<f32>,
    places: Vec<f32>,
    shapes: Vec<f32>,
    quotes: Vec<f32>,
    roles: Vec<f32>,
    near: Vec<f32>,
    distances: usize,
    crfs: Vec<(String, Crf)>,
    heads: Vec<(String, Vec<Dense>)>,
    lexicon: Lexicon,
}

impl Tables {
    /// Reads the tables; `words` is the file of word embeddings and `issues` the lexicon, which networks share.
    pub(crate) fn read(
        own: &[u8],
        words: Cow<'static, [u8]>,
        issues: &[u8],
        manifest: &Manifest,
    ) -> Result<Self, LoadError> {
        let bad = |what: String| LoadError::Tables(what);
        let file = SafeTensors::deserialize(own).map_err(|e| bad(e.to_string()))?;
        let shared = SafeTensors::deserialize(&words).map_err(|e| bad(e.to_string()))?;
        let floats = |name: &str| floats(&file, name);
        let table = shared.tensor("embedding.words").map_err(|e| bad(format!("embedding.words: {e}")))?;
        if table.dtype() != Dtype::I8 || table.shape().get(1) != Some(&manifest.hidden) {
            return Err(bad("embedding.words has another type or width than the manifest says".to_owned()));
        }
        // The place of the table inside the file, so that an embedded file is never copied.
        let start = table.data().as_ptr() as usize - words.as_ptr() as usize;
        let words_at = start..start + table.data().len();
        let mut crfs = Vec::new();
        for (name, tags) in &manifest.taggers {
            let tags = tags.as_u64().unwrap_or(0) as usize;
            let (step, first) = (floats(&format!("crf.{name}.step"))?, floats(&format!("crf.{name}.first"))?);
            if step.len() != tags * tags || first.len() != tags {
                return Err(bad(format!("crf.{name} does not have {tags} tags")));
            }
            crfs.push((name.clone(), Crf { tags, step, first }));
        }
        let dense = |weight: &str, bias: &str| -> Result<Dense, LoadError> {
            let (weight, bias) = (matrix(&file, weight)?, floats(bias)?);
            if bias.is_empty() || weight.is_empty() || weight.len() % bias.len() != 0 {
                return Err(bad("a head's weight does not fit its bias".to_owned()));
            }
            Ok(Dense { inputs: weight.len() / bias.len(), weight, bias })
        };
        let mut heads = vec![("hedge".to_owned(), vec![dense("hedge.weight", "hedge.bias")?])];
        for name in ["act", "issue", "plover"] {
            let layer = |i: usize| dense(&format!("{name}.{i}.weight"), &format!("{name}.{i}.bias"));
            heads.push((name.to_owned(), vec![layer(0)?, layer(1)?]));
        }
        let near = floats("near")?;
        if manifest.links.is_empty() || near.len() % manifest.links.len() != 0 {
            return Err(bad("near does not fit the links".to_owned()));
        }
        let scales = self::floats(&shared, "embedding.scales")?;
        let lexicon = Lexicon::read(issues)?;
        if lexicon.bias().len() != manifest.issues.len() {
            return Err(bad("the lexicon has other issues than the manifest".to_owned()));
        }
        Ok(Self {
            hidden: manifest.hidden,
            words,
            words_at,
            scales,
            places: floats("embedding.places")?,
            shapes: floats("embedding.shapes")?,
            quotes: floats("embedding.quotes")?,
            roles: floats("embedding.roles")?,
            distances: near.len() / manifest.links.len(),
            near,
            crfs,
            heads,
            lexicon,
        })
    }

    /// Adds up the input embedding of the piece at `place` into `out`; unknown ids add nothing.
    pub(crate) fn embed(&self, place: usize, id: u32, shape: u8, quote: u8, role: u8, out: &mut [f32]) {
        let width = self.hidden;
        let row = |table: &'_ [f32], i: usize| -> Option<std::ops::Range<usize>> {
            (table.len() >= (i + 1) * width).then(|| i * width..(i + 1) * width)
        };
        let id = id as usize;
        let table = &self.words[self.words_at.clone()];
        if let (Some(bytes), Some(scale)) = (table.get(id * width..(id + 1) * width), self.scales.get(id)) {
            for (o, b) in out.iter_mut().zip(bytes) {
                *o = f32::from(b.cast_signed()) * scale;
            }
        }
        let added = [
            (&self.places, place),
            (&self.shapes, shape.into()),
            (&self.quotes, quote.into()),
            (&self.roles, role.into()),
        ];
        for (table, i) in added {
            if let Some(at) = row(table, i) {
                for (o, x) in out.iter_mut().zip(&table[at]) {
                    *o += x;
                }
            }
        }
    }

    /// The transition scores of a tagger.
    pub fn crf(&self, name: &str) -> Option<&Crf> {
        self.crfs.iter().find(|(n, _)| n == name).map(|(_, crf)| crf)
    }

    /// What link number `link` adds for a signed distance in words.
    pub fn near(&self, link: usize, distance: isize) -> f32 {
        self.near.get(link * self.distances + bucket(distance)).copied().unwrap_or(0.0)
    }

    /// Which words tell which issue.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Scores of a head: dense layers with a GELU between them. Empty where there is no such head or the width differs.
    pub fn head(&self, name: &str, input: &[f32]) -> Vec<f32> {
        let Some((_, layers)) = self.heads.iter().find(|(n, _)| n == name) else { return Vec::new() };
        let mut x = input.to_vec();
        for (i, layer) in layers.iter().enumerate() {
            if layer.inputs() != x.len() {
                return Vec::new();
            }
            if i > 0 {
                x.iter_mut().for_each(|v| *v = gelu(*v));
            }
            x = layer.apply(&x);
        }
        x
    }
}

/// A matrix of floats, or of 8-bit rows with a scale each.
pub(crate) fn matrix(file: &SafeTensors<'_>, name: &str) -> Result<Vec<f32>, LoadError> {
    let tensor = file.tensor(name).map_err(|e| LoadError::Tables(format!("{name}: {e}")))?;
    if tensor.dtype() != Dtype::I8 {
        return floats(file, name);
    }
    let scales = floats(file, &format!("{name}.scales"))?;
    let width = tensor.data().len() / scales.len().max(1);
    if width * scales.len() != tensor.data().len() {
        return Err(LoadError::Tables(format!("{name} does not have a scale for each row")));
    }
    let rows = tensor.data().chunks_exact(width.max(1)).zip(&scales);
    Ok(rows.flat_map(|(row, scale)| row.iter().map(move |b| f32::from(b.cast_signed()) * scale)).collect())
}

pub(crate) fn floats(file: &SafeTensors<'_>, name: &str) -> Result<Vec<f32>, LoadError> {
    let tensor = file.tensor(name).map_err(|e| LoadError::Tables(format!("{name}: {e}")))?;
    if tensor.dtype() != Dtype::F32 {
        return Err(LoadError::Tables(format!("{name} is not of 32-bit floats")));
    }
    let (numbers, _) = tensor.data().as_chunks::<4>();
    Ok(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
}

/// Signed distance in 25 buckets: exact to 4, then two per octave, as in training.
fn bucket(distance: isize) -> usize {
    let size = distance.unsigned_abs();
    let step = if size <= 4 { size } else { (4 + (2.0 * (size as f32 / 4.0).log2()).floor() as usize).min(12) };
    if distance < 0 { 12 - step } else { 12 + step }
}

/// Exact GELU by an error function good to 1.2e-7 (Numerical Recipes, 2nd ed., section 6.2, `erfcc`).
fn gelu(x: f32) -> f32 {
    let z = f64::from(x) / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.5 * z.abs());
    let poly = [
        -1.26551223,
        1.00002368,
        0.37409196,
        0.09678418,
        -0.18628806,
        0.27886807,
        -1.13520398,
        1.48851587,
        -0.82215223,
        0.17087277,
    ];
    let sum = poly.iter().rev().fold(0.0, |sum, c| sum * t + c);
    let erfc = t * (-z * z + sum).exp();
    let erf = if z >= 0.0 { 1.0 - erfc } else { erfc - 1.0 };
    (f64::from(x) * 0.5 * (1.0 + erf)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gelu_is_the_exact_one() {
        for (x, y) in [(0.0, 0.0), (1.0, 0.841_344_7), (-1.0, -0.158_655_3), (3.0, 2.995_950_3)] {
            assert!((gelu(x) - y).abs() < 1e-5, "gelu({x}) = {}", gelu(x));
        }
    }

    #[test]
    fn distances_fall_into_the_buckets_of_training() {
        let expected = [(0, 12), (4, 16), (-4, 8), (6, 17), (8, 18), (64, 24), (1000, 24), (-1000, 0)];
        for (distance, at) in expected {
            assert_eq!(bucket(distance), at, "{distance}");
        }
    }
}
