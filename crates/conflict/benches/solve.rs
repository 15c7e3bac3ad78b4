//! Times of the stability analyses; see `docs/performance.md`.
fn main() {}
