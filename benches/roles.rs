//! Measures sentences per second on one core: `cargo bench --bench roles`. There is no comparison: other classifiers for these
//! roles are language models in Python that need a download and a GPU, and publications report only their accuracy.

use divan::Bencher;
use divan::counter::ItemsCount;
use papers_digest::roles::roles;

const ABSTRACT: [&str; 7] = [
    "Dense retrieval finds passages by the similarity of their vectors, and has become the usual first stage of systems that answer questions.",
    "However, an index over a billion passages needs hundreds of gigabytes of memory, which puts it out of reach of most laboratories.",
    "In this paper, we propose a compressed index that keeps the order of the nearest neighbors rather than their distances.",
    "Each vector is divided into 16 parts, and every part is replaced by the number of its nearest centroid, which is learned together with the encoder.",
    "We evaluate the index on Natural Questions, TriviaQA and MS MARCO, with encoders of three sizes (110M to 1.3B parameters).",
    "Our method reduces memory by a factor of 32 while losing 0.7% of top-20 accuracy, and outperforms product quantization by 4.1 points.",
    "Code and indexes are available at https://example.org/index.",
];

fn main() {
    divan::main();
}

/// Classifies a text of this many sentences: an abstract, a section, the longest appendix.
#[divan::bench(args = [7, 70, 7_000])]
fn sentences(bencher: Bencher, count: usize) {
    let text: Vec<&str> = ABSTRACT.iter().copied().cycle().take(count).collect();
    bencher.counter(ItemsCount::new(count)).bench(|| roles(divan::black_box(&text)));
}
