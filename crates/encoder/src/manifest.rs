//! What a network is: shapes, names of its outputs, provenance.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A network's manifest, as `training/network/export.py` writes it.
#[derive(Debug, Clone, Deserialize)]
pub struct Manifest {
    /// The network's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Encoder layers.
    pub layers: usize,
    /// Width of a word's vector.
    pub hidden: usize,
    /// Most word pieces a window may have.
    pub window: usize,
    /// Taggers in the order of the tag scores, each with its number of tags.
    pub taggers: serde_json::Map<String, serde_json::Value>,
    /// Links in the order of the link vectors.
    pub links: Vec<String>,
    /// Acts in the order of the act head.
    pub acts: Vec<String>,
    /// Issues in the order of the issue head.
    pub issues: Vec<String>,
    /// PLOVER classes in the order of their head.
    pub plover: Vec<String>,
    /// SHA-256 of each file.
    pub files: BTreeMap<String, String>,
    /// Coefficients that turn scores into calibrated confidence, by what they are for.
    #[serde(default)]
    pub calibration: BTreeMap<String, Vec<f32>>,
}

impl Manifest {
    /// Where a tagger's scores stand among all tag scores: first column and number of tags.
    pub fn tagger(&self, name: &str) -> Option<(usize, usize)> {
        let mut at = 0;
        for (tagger, tags) in &self.taggers {
            let tags = tags.as_u64()? as usize;
            if tagger == name {
                return Some((at, tags));
            }
            at += tags;
        }
        None
    }

    /// The network's name and version, for what it made.
    pub fn id(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}
