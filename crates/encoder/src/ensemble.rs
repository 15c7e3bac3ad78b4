//! Several networks read as one: the mean of their scores.

use crate::{Crf, Lexicon, LoadError, Manifest, Network, Output, RunError, Window};

/// One network or more with the same outputs. What they say of a text is averaged, score by score, before anything is
/// decided: networks that learned apart err apart (Hansen & Salamon 1990).
pub struct Ensemble {
    first: Network,
    others: Vec<Network>,
    crfs: Vec<(String, Crf)>,
}

/// What an ensemble gives for a window.
#[derive(Debug, Clone, Default)]
pub struct Outputs {
    /// Number of words.
    pub count: usize,
    /// Tag scores of all taggers, `count × tags`, averaged.
    tags: Vec<f32>,
    /// What each network gives, but for the tag scores.
    each: Vec<Output>,
}

impl Ensemble {
    /// One network, with others beside it.
    ///
    /// # Errors
    /// Where another network has other taggers, links, acts, issues, PLOVER classes, widths or windows than the first.
    pub fn new(first: Network, others: Vec<Network>) -> Result<Self, LoadError> {
        let shape = |network: &Network| {
            let m = network.manifest();
            // In their order, which an object's equality leaves out.
            let taggers: Vec<_> = m.taggers.clone().into_iter().collect();
            (taggers, m.links.clone(), m.acts.clone(), m.issues.clone(), m.plover.clone(), (m.window, m.hidden))
        };
        if let Some(other) = others.iter().find(|other| shape(other) != shape(&first)) {
            return Err(LoadError::Unlike(first.manifest().id(), other.manifest().id()));
        }
        let all = || std::iter::once(&first).chain(&others);
        let joint = |name: &String| {
            let crfs: Vec<&Crf> = all().filter_map(|network| network.tables().crf(name)).collect();
            let crf = Crf {
                tags: crfs.first()?.tags,
                step: mean(crfs.iter().map(|crf| crf.step.as_slice())),
                first: mean(crfs.iter().map(|crf| crf.first.as_slice())),
            };
            Some((name.clone(), crf))
        };
        let crfs = first.manifest().taggers.keys().filter_map(joint).collect();
        Ok(Self { first, others, crfs })
    }

    /// What the first network is, which stands for all.
    pub fn manifest(&self) -> &Manifest {
        self.first.manifest()
    }

    /// The networks' names and versions.
    pub fn id(&self) -> String {
        self.all().map(|network| network.manifest().id()).collect::<Vec<_>>().join(" + ")
    }

    /// Runs one window through every network, on the calling thread's share of the machine.
    ///
    /// # Errors
    /// Where the window's lists do not fit each other or the runtime refuses it.
    pub fn run(&self, window: &Window) -> Result<Outputs, RunError> {
        let mut each = self.all().map(|network| network.run(window)).collect::<Result<Vec<Output>, RunError>>()?;
        let tags: Vec<Vec<f32>> = each.iter_mut().map(|output| std::mem::take(&mut output.tags)).collect();
        let tags = mean(tags.iter().map(Vec::as_slice));
        Ok(Outputs { count: each.first().map_or(0, |output| output.count), tags, each })
    }

    /// The transition scores of a tagger.
    pub fn crf(&self, name: &str) -> Option<&Crf> {
        self.crfs.iter().find(|(n, _)| n == name).map(|(_, crf)| crf)
    }

    /// Scores of a head, whose input is taken from each network's output.
    pub fn head(&self, name: &str, outputs: &Outputs, input: impl Fn(&Output) -> Vec<f32>) -> Vec<f32> {
        let scores = self.all().zip(&outputs.each).map(|(network, output)| network.tables().head(name, &input(output)));
        mean(scores.collect::<Vec<_>>().iter().map(Vec::as_slice))
    }

    /// Score of link number `link` between the anchor `from` and word `to`, distance counted.
    pub fn link(&self, outputs: &Outputs, link: usize, from: usize, to: usize) -> f32 {
        let links = self.manifest().links.len();
        let distance = to as isize - from as isize;
        let score = |(network, output): (&Network, &Output)| {
            output.link(link, links, from, to) + network.tables().near(link, distance)
        };
        self.all().zip(&outputs.each).map(score).sum::<f32>() / outputs.each.len().max(1) as f32
    }

    /// Which words tell which issue.
    pub fn lexicon(&self) -> &Lexicon {
        self.first.tables().lexicon()
    }

    fn all(&self) -> impl Iterator<Item = &Network> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

impl Outputs {
    /// All tag scores of a word.
    pub fn tags(&self, word: usize) -> &[f32] {
        let width = self.tags.len() / self.count.max(1);
        &self.tags[word * width..(word + 1) * width]
    }
}

/// Mean of lists of one length; empty for none.
fn mean<'a>(lists: impl Iterator<Item = &'a [f32]>) -> Vec<f32> {
    let mut sum: Vec<f32> = Vec::new();
    let mut count = 0.0f32;
    for list in lists {
        if count == 0.0 {
            sum.extend_from_slice(list);
        } else {
            debug_assert_eq!(sum.len(), list.len());
            sum.iter_mut().zip(list).for_each(|(sum, x)| *sum += x);
        }
        count += 1.0;
    }
    if count > 1.0 {
        sum.iter_mut().for_each(|sum| *sum /= count);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_taken_place_by_place() {
        let lists: [&[f32]; 2] = [&[1.0, 2.0], &[3.0, -2.0]];
        assert_eq!(mean(lists.into_iter()), [2.0, 0.0]);
        assert_eq!(mean(lists.into_iter().take(1)), [1.0, 2.0]);
        assert!(mean(std::iter::empty()).is_empty());
    }
}
