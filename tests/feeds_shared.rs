//! The real price lists and cost vectors, where they are there: `TPD_SHARED`, else `../shared`.

use std::path::PathBuf;

use tokens_per_dollar::catalog::feeds;

fn shared(file: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("TPD_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let bytes = std::fs::read(folder.join(file)).ok();
    if bytes.is_none() {
        println!("SKIPPED: {file} is not there");
    }
    bytes
}

#[test]
fn explore() {
    for f in ["litellm.json", "models.dev.json", "genai-prices.json", "openrouter.json"] {
        let Some(b) = shared(&format!("price-feeds/{f}")) else { return };
        let t = std::time::Instant::now();
        let i = feeds::import(&b, None).unwrap();
        println!("{} {:?}", i.summary(jiff::civil::date(2026,11,24)), t.elapsed());
        println!("{:?}", i.counts(jiff::civil::date(2026,11,24)));
        for s in i.skipped.iter().take(20) { println!("  {s}"); }
        println!("{:?}", i.unused);
    }
}
