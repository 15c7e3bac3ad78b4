//! The embedded network: it loads, refuses what is damaged, and gives the same output whatever the threads.

use encoder::{Ensemble, Files, LoadError, Network, Window};
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

#[test]
fn an_ensemble_gives_the_mean_of_its_networks() {
    let fast = || Network::load(Files::fast()).unwrap();
    let own = fast().run(&window()).unwrap();
    let alone = Ensemble::new(fast(), Vec::new()).unwrap();
    let twice = Ensemble::new(fast(), vec![fast()]).unwrap();
    let both = Ensemble::new(Network::load(Files::reader()).unwrap(), vec![fast()]).unwrap();
    let width = own.tags.len() / own.count;
    let [one, two, mixed] = [&alone, &twice, &both].map(|ensemble| ensemble.run(&window()).unwrap());
    assert_eq!(one.tags(1), &own.tags[width..2 * width]);
    assert_eq!(two.tags(1), one.tags(1));
    assert_ne!(mixed.tags(1), one.tags(1));
    assert_eq!(twice.link(&two, 0, 1, 0), alone.link(&one, 0, 1, 0));
    assert!(both.head("act", &mixed, |output| vec![0.0; output.word(0).len()]).is_empty(), "an input of another width");
}

#[test]
fn networks_with_other_outputs_are_not_read_as_one() {
    let fast = Files::fast();
    let manifest = String::from_utf8(fast.manifest.to_vec()).unwrap().replace("\"window\": 192", "\"window\": 160");
    let other = Files { manifest: Cow::Owned(manifest.into_bytes()), ..fast };
    let (first, other) = (Network::load(Files::reader()).unwrap(), Network::load(other).unwrap());
    assert!(matches!(Ensemble::new(first, vec![other]), Err(LoadError::Unlike(..))));
}
