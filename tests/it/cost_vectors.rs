//! What independent engines say a request costs: numbers copied from them, so that this project alone proves its
//! billing rules. The whole set is checked in `shared_feeds.rs`.

use crate::support::Vector;
use serde_json::Value;

#[test]
fn the_copied_vectors_are_met() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../fixtures/cost-vectors.json")).unwrap();
    assert!(vectors.len() > 100, "{}", vectors.len());
    for (place, vector) in vectors.into_iter().enumerate() {
        let text = |key: &str| vector[key].as_str().unwrap().to_owned();
        let count = |key: &str| vector[key].as_u64().unwrap();
        let vector = Vector {
            model: text("model"),
            provider: text("provider"),
            mode: text("mode"),
            prompt: count("prompt"),
            cache_read: count("cache_read"),
            cache_write_5m: count("cache_write_5m"),
            cache_write_1h: count("cache_write_1h"),
            output: count("output"),
            reasoning: count("reasoning"),
            rates: vector["rates"].clone(),
            time: None,
            total: vector["total"].as_f64().unwrap(),
        };
        vector.check();
        // A start of the program each: some of them here, all in `shared_feeds.rs`.
        if place % 5 == 0 {
            vector.check_reported();
        }
    }
}
