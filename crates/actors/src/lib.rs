//! Who a name in a report stands for, and who the speaker of each statement is.
//!
//! Facts (states, organisations, groups, office holders, titles) are compiled in from `tables/`; [`Actors`] adds a user's
//! own people, parties and aliases, which win. A [`Scene`] reads one report against them. No model is used: the
//! same report gives the same answer everywhere.
//!
//! ```
//! use actors::{Actors, Scene, Utterance};
//! use codebook::Span;
//!
//! let text = "Norway's envoy, Ann Lee, left. “We tried,” she said.";
//! let at = |words: &str| text.find(words).map(|start| Span::new(start, start + words.len())).unwrap();
//! let said = Utterance { source: vec![at("she")], cue: vec![at("said")], content: vec![at("We tried")], via: None };
//! let actors = Actors::default();
//! let scene = Scene::read(text, None, &[said], &actors);
//! assert_eq!(scene.speakers()[0].name.as_deref(), Some("Ann Lee"));
//! assert_eq!(scene.speakers()[0].party.as_ref().unwrap().code(), "NOR");
//! ```
//!
//! Where the words leave the side open the party is null; only a named speaker of whom nothing is said gets the party spoken of.

// In the order a report is read: facts, words, what they name, what that is, and then who speaks.
mod naming;
mod tables;
mod user;
mod words;

mod mentions;
mod people;
mod phrase;
mod setting;

mod scene;
mod speaker;

mod discourse;
mod joint;
mod side;
mod spoken_of;
mod transcript;
mod unnamed;

mod country;

pub use scene::{Scene, Utterance, resolve};
pub use user::{Actors, ActorsError};
