//! Loading and running the network.

use crate::tables::dot;
use crate::{LoadError, Manifest, Tables};
use rten::{Model, ModelOptions, NodeId, RunOptions};
use rten_tensor::{NdTensor, Tensor};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::sync::Arc;

/// The files of a network.
#[derive(Debug, Clone)]
pub struct Files {
    /// `manifest.json`.
    pub manifest: Cow<'static, [u8]>,
    /// `encoder.onnx`.
    pub encoder: Cow<'static, [u8]>,
    /// `tables.safetensors`.
    pub tables: Cow<'static, [u8]>,
    /// `words.safetensors`: the word embeddings, which networks share.
    pub words: Cow<'static, [u8]>,
    /// `issues.safetensors`: which words tell which issue, shared as well.
    pub issues: Cow<'static, [u8]>,
}

/// One stretch of text as the network takes it.
#[derive(Debug, Clone, Default)]
pub struct Window {
    /// Vocabulary ids of the word pieces, `[CLS]` first.
    pub ids: Vec<u32>,
    /// Shape class of each piece's word.
    pub shapes: Vec<u8>,
    /// Where each piece stands to quotation marks.
    pub quotes: Vec<u8>,
    /// Marked source (1) or target (2) of each piece; empty where nothing is marked.
    pub roles: Vec<u8>,
    /// Index of each word's first piece.
    pub first: Vec<u32>,
}

/// What the network gives for a window, row by word.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// Number of words.
    pub count: usize,
    /// Vectors, `count × hidden`.
    pub words: Vec<f32>,
    /// Tag scores of all taggers, `count × tags`.
    pub tags: Vec<f32>,
    /// Queries and keys of all links, `count × (links × 2 × width)`.
    pub links: Vec<f32>,
}

/// The network could not be run.
#[derive(Debug, thiserror::Error)]
#[error("the network could not be run: {0}")]
pub struct RunError(String);

/// A loaded network. Shared freely between threads.
pub struct Network {
    manifest: Manifest,
    tables: Tables,
    model: Model,
    inputs: [NodeId; 2],
    outputs: [NodeId; 3],
}

thread_local! {
    /// A pool of one thread for each caller: windows run side by side, each on one core.
    static ALONE: Arc<rten::ThreadPool> = Arc::new(rten::ThreadPool::with_num_threads(1));
}

impl Network {
    /// Checks the files' hashes and loads them.
    ///
    /// # Errors
    /// Where a file is damaged or not a network's.
    pub fn load(files: Files) -> Result<Self, LoadError> {
        let manifest: Manifest = serde_json::from_slice(&files.manifest).map_err(LoadError::Manifest)?;
        for (name, bytes) in [
            ("encoder.onnx", &files.encoder),
            ("tables.safetensors", &files.tables),
            ("words.safetensors", &files.words),
            ("issues.safetensors", &files.issues),
        ] {
            let found = hex(&Sha256::digest(bytes));
            let expected = manifest.files.get(name).cloned().unwrap_or_default();
            if found != expected {
                return Err(LoadError::Damaged { file: name, found, expected });
            }
        }
        let tables = Tables::read(&files.tables, files.words, &files.issues, &manifest)?;
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        let model = match files.encoder {
            Cow::Borrowed(bytes) => options.load_static_slice(bytes),
            Cow::Owned(bytes) => options.load(bytes),
        }
        .map_err(|e| LoadError::Encoder(e.to_string()))?;
        let node = |name: &str| model.node_id(name).map_err(|e| LoadError::Encoder(e.to_string()));
        let inputs = [node("x")?, node("first")?];
        let outputs = [node("words")?, node("tags")?, node("links")?];
        Ok(Self { manifest, tables, inputs, outputs, model })
    }

    /// What the network is.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its tables.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Runs one window, on the calling thread's share of the machine.
    ///
    /// # Errors
    /// Where the window's lists do not fit each other or the runtime refuses it.
    pub fn run(&self, window: &Window) -> Result<Output, RunError> {
        let pieces = window.ids.len();
        if window.shapes.len() != pieces
            || window.quotes.len() != pieces
            || window.first.iter().any(|&f| f as usize >= pieces)
        {
            return Err(RunError("the window's lists do not fit each other".to_owned()));
        }
        if window.first.is_empty() {
            return Ok(Output::default());
        }
        let hidden = self.manifest.hidden;
        let mut x = vec![0.0f32; pieces * hidden];
        for (i, out) in x.chunks_exact_mut(hidden).enumerate() {
            let role = window.roles.get(i).copied().unwrap_or(0);
            self.tables.embed(i, window.ids[i], window.shapes[i], window.quotes[i], role, out);
        }
        let x = NdTensor::from_data([1, pieces, hidden], x);
        let first = Tensor::from_data(
            &[window.first.len()],
            window.first.iter().map(|&f| f.cast_signed()).collect::<Vec<i32>>(),
        );
        let options = RunOptions::default().with_thread_pool(Some(ALONE.with(Arc::clone)));
        let inputs = vec![(self.inputs[0], x.into()), (self.inputs[1], first.into())];
        let values = self.model.run(inputs, &self.outputs, Some(options)).map_err(|e| RunError(e.to_string()))?;
        let mut parts = Vec::with_capacity(3);
        for value in values {
            let tensor = value.into_tensor::<f32>().ok_or_else(|| RunError("an output is not of floats".to_owned()))?;
            parts.push(tensor.into_data());
        }
        let [words, tags, links] =
            <[Vec<f32>; 3]>::try_from(parts).map_err(|_| RunError("an output is missing".to_owned()))?;
        Ok(Output { count: window.first.len(), words, tags, links })
    }
}

impl Output {
    /// The vector of a word.
    pub fn word(&self, word: usize) -> &[f32] {
        row(&self.words, self.count, word)
    }

    /// How strongly link number `link` of `links` ties word `to` to the anchor `from`, before distance is counted.
    pub fn link(&self, link: usize, links: usize, from: usize, to: usize) -> f32 {
        let (a, b) = (row(&self.links, self.count, from), row(&self.links, self.count, to));
        let width = a.len() / (2 * links);
        let query = &a[2 * link * width..(2 * link + 1) * width];
        let key = &b[(2 * link + 1) * width..(2 * link + 2) * width];
        dot(query, key) / (width as f32).sqrt()
    }
}

fn row(table: &[f32], count: usize, i: usize) -> &[f32] {
    let width = table.len() / count.max(1);
    &table[i * width..(i + 1) * width]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
