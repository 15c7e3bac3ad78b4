//! A network that was damaged is not used.

use encoder::{Files, Network};

#[test]
fn damaged_weights_are_refused_with_the_file_named() {
    let mut files = Files::reader();
    let at = files.encoder.len() / 2;
    files.encoder.to_mut()[at] ^= 1;
    let error = Network::load(files).err().expect("damage is noticed").to_string();
    assert!(error.contains("encoder.onnx") && error.contains("damaged"), "{error}");

    let mut files = Files::reader();
    files.tables.to_mut().truncate(1000);
    let error = Network::load(files).err().expect("damage is noticed").to_string();
    assert!(error.contains("tables.safetensors"), "{error}");

    let mut files = Files::reader();
    files.manifest = b"{}".to_vec().into();
    assert!(Network::load(files).is_err());
}
