//! What can be wrong with a network's files.

/// A network that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The manifest is not what the program reads.
    #[error("the network's manifest cannot be read: {0}")]
    Manifest(#[source] serde_json::Error),
    /// A file is not the one its manifest was made for.
    #[error("{file} of the network is damaged: its SHA-256 is {found}, the manifest says {expected}; restore the file")]
    Damaged {
        /// The file's name.
        file: &'static str,
        /// Hash of what is there.
        found: String,
        /// Hash in the manifest.
        expected: String,
    },
    /// The encoder is not a graph the program can run.
    #[error("encoder.onnx of the network cannot be loaded: {0}")]
    Encoder(String),
    /// A table is missing or has another shape than the manifest implies.
    #[error("tables.safetensors of the network: {0}")]
    Tables(String),
    /// Networks that should be read as one have other outputs.
    #[error("the networks {0} and {1} have different outputs and cannot be read as one")]
    Unlike(String, String),
}
