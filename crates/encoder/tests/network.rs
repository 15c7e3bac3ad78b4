//! The embedded network: it loads, refuses what is damaged, and gives the same output whatever the threads.

use encoder::{Files, LoadError, Network, Window};
use std::borrow::Cow;

fn window() -> Window {
    let ids = vec![101, 2002, 2056, 2053, 102];
    Window { shapes: vec![0, 2, 1, 1, 0], quotes: vec![0; 5], roles: Vec::new(), first: vec![1, 2, 3], ids }
}

#[test]
fn a_damaged_file_is_named() {
    type File = fn(&mut Files) -> &mut Cow<'static, [u8]>;
    let table: [(&str, File); 4] = [
        ("encoder.onnx", |files| &mut files.encoder),
        ("tables.safetensors", |files| &mut files.tables),
        ("words.safetensors", |files| &mut files.words),
        ("issues.safetensors", |files| &mut files.issues),
    ];
    for (name, part) in table {
        let mut files = Files::reader();
        let bytes = part(&mut files).to_mut();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        match Network::load(files) {
            Err(LoadError::Damaged { file, .. }) => assert_eq!(file, name),
            Err(other) => panic!("{name}: another error: {other}"),
            Ok(_) => panic!("{name} was taken though damaged"),
        }
    }
}

#[test]
fn both_embedded_networks_load() {
    let layers = [Files::reader(), Files::fast()].map(|files| Network::load(files).unwrap().manifest().layers);
    assert!(layers[1] < layers[0], "{layers:?}");
}

#[test]
fn a_manifest_that_is_none_is_refused() {
    let files = Files { manifest: Cow::Borrowed(b"{}"), ..Files::reader() };
    assert!(matches!(Network::load(files), Err(LoadError::Manifest(_))));
}

#[test]
fn the_same_window_gives_the_same_output_on_every_thread() {
    let network = Network::load(Files::reader()).unwrap();
    let first = network.run(&window()).unwrap();
    assert_eq!(first.count, 3);
    assert_eq!(first.words.len(), 3 * network.manifest().hidden);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let again = network.run(&window()).unwrap();
                assert_eq!(again.words, first.words);
                assert_eq!(again.tags, first.tags);
                assert_eq!(again.links, first.links);
            });
        }
    });
}

#[test]
fn a_window_whose_lists_do_not_fit_is_refused() {
    let network = Network::load(Files::reader()).unwrap();
    assert!(network.run(&Window { shapes: vec![0], ..window() }).is_err());
    assert!(network.run(&Window { first: vec![9], ..window() }).is_err());
    assert_eq!(network.run(&Window::default()).unwrap().count, 0);
}
