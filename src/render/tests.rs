use super::*;
#[test]
fn show() {
    let r = Renderer::new(&[]).unwrap();
    for e in [EvidenceStyle::None, EvidenceStyle::Footnotes, EvidenceStyle::Comments] {
    let mut rec = sample::record();
    rec.papers.push(rec.papers[0].clone());
    rec.papers[1].paper.withdrawn = false;
    rec.papers[1].figure = None;
    println!("{}<<<", r.post(&PostOptions{evidence: e, ..PostOptions::default()}, &rec).unwrap());
    }
}
