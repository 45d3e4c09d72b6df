//! Files that people take for price lists and that are something else: exports of usage, invoices, answers of a server.
//! They are told by the names of their fields, whatever program wrote them.

use std::fmt;

use super::ImportError;
use super::names::letters;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What a file is that is no price list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotPrices {
    /// Counts of tokens or requests that were used: an export of a console, a log of an agent.
    Usage,
    /// What somebody has to pay, or paid.
    Invoice,
    /// What a server answers when it refuses.
    ServerError,
    /// A page for people.
    WebPage,
    /// A document of XML that says nothing of an error.
    Xml,
    /// A document of the app's own of another kind, as the app calls it: `a workload`.
    OwnDocument(&'static str),
}

impl From<NotPrices> for ImportError {
    fn from(what: NotPrices) -> Self {
        Self::NotPrices(what.to_string())
    }
}

impl fmt::Display for NotPrices {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage => out.write_str(
                "this is usage, not prices: it counts what was used. Import the price list of the provider instead",
            ),
            Self::Invoice => out.write_str(
                "this is an invoice, not a price list: it says what was paid. Import the price list of the provider \
                 instead",
            ),
            Self::ServerError => out.write_str(
                "this is the error message of a server, not a price list: download the list again, or look at the \
                 address",
            ),
            Self::Xml => out.write_str(
                "this is XML, not a price list that the app reads: save the list as JSON, or its table as CSV",
            ),
            Self::WebPage => out.write_str(
                "this is a web page, not a price list: save the list itself, or its table as CSV",
            ),
            Self::OwnDocument(what) => write!(
                out,
                "this is {what} of this app, not a price list: put it into the app's folder, or import it where it belongs"
            ),
        }
    }
}

/// What the names of a file's fields, or the headers of its columns, say that it is; `None` where it may be a price list.
///
/// Usage has a count (`input_tokens`, `Output Tokens`, `Requests Used`) beside something that only usage has (a time, a
/// request, a user, a total). A column of prices (`input_cost_per_token`, `Input ($/MTok)`) is never among them: with one
/// it may be a price list. Limits (`max_input_tokens`) are no counts.
pub(super) fn of_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<NotPrices> {
    let (mut counts, mut uses, mut amounts, mut bills) = (false, false, false, false);
    let (mut has_price, mut sums_of_bills) = (false, 0);
    for name in names {
        let name = letters(name);
        let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        let is = |names: &[&str]| names.contains(&name.as_str());
        sums_of_bills += usize::from(is_of_a_payment(&name));
        if is_price(&name) {
            has_price = true;
        }
        let is_limit = has(&["max", "min", "limit", "context", "window", "cost", "usd"]);
        counts |= !is_limit && has(&["tokens", "tokencount"]);
        // The traces of OpenTelemetry name their counts in values.
        let is_trace = is(&["resourcespans", "scopespans"]);
        counts |= is_trace;
        uses |= is_trace;
        counts |= is(&["requestsused", "nummodelrequests", "numrequests", "requestcount", "usagedetails"]);
        uses |= has(&["timestamp", "usage", "session", "requestid", "generationid", "spend"])
            || is(&[
                "date",
                "day",
                "createdat",
                "starttime",
                "endtime",
                "startingat",
                "requests",
                "user",
                "userid",
                "apikey",
                "apikeyid",
                "totaltokens",
                "costdetails",
                "gatewaytime",
            ]);
        amounts |= is(&["amount", "amountvalue", "amountdue", "subtotal", "totaldue", "total", "tax"]);
        bills |= has(&["invoice", "lineitem", "billto", "duedate", "amountdue"]);
    }
    if sums_of_bills > 1 {
        // The lines of a bill have prices too.
        Some(NotPrices::Invoice)
    } else if has_price {
        None
    } else if counts && uses {
        Some(NotPrices::Usage)
    } else if amounts && bills {
        Some(NotPrices::Invoice)
    } else {
        None
    }
}

/// Whether only what somebody has to pay has such a field: the invoices and charges of Stripe and others.
fn is_of_a_payment(letters: &str) -> bool {
    matches!(
        letters,
        "amountdue"
            | "amountpaid"
            | "amountremaining"
            | "amountcaptured"
            | "amountrefunded"
            | "amountreceived"
            | "hostedinvoiceurl"
            | "invoicepdf"
            | "invoicenumber"
            | "collectionmethod"
            | "paymentintent"
            | "receipturl"
            | "totalexcludingtax"
            | "subtotalexcludingtax"
    )
}

/// What a text is that begins like HTML or XML.
pub(super) fn of_markup(text: &str) -> NotPrices {
    /// How much of a text may stand before its first element, and in it.
    const MOST_LETTERS: usize = 4_000;
    let start = text.get(..text.floor_char_boundary(MOST_LETTERS)).unwrap_or(text);
    let mut elements =
        start.split('<').skip(1).filter(|element| !element.starts_with(['?', '!', '/'])).map(|element| {
            let name = element
                .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
                .next()
                .unwrap_or_default();
            // Without the name's own namespace.
            letters(name.rsplit(':').next().unwrap_or(name))
        });
    let is_page =
        |name: &str| matches!(name, "html" | "head" | "body" | "title" | "meta" | "script" | "div" | "svg");
    let is_error = |name: &str| {
        ["error", "fault", "exception"].iter().any(|word| name.contains(word)) || name == "problem"
    };
    let root = elements.next().unwrap_or_default();
    if is_page(&root) {
        NotPrices::WebPage
    } else if is_error(&root)
        || (matches!(root.as_str(), "envelope" | "response") && elements.any(|name| is_error(&name)))
    {
        NotPrices::ServerError
    } else if start.trim_start().starts_with("<?xml") {
        NotPrices::Xml
    } else {
        NotPrices::WebPage
    }
}

/// Whether a name is that of a price.
fn is_price(letters: &str) -> bool {
    const WORDS: [&str; 8] =
        ["pertoken", "permillion", "permtok", "per1m", "per1k", "mtok", "usdper", "price"];
    WORDS.iter().any(|word| letters.contains(word)) && !letters.contains("unitprice")
}

/// What a JSON text is, whether one value or one a line; `None` where nothing tells.
pub(super) fn of_json(text: &str) -> Option<NotPrices> {
    /// The most values of a file of lines that are looked at.
    const MOST_VALUES: usize = 200;
    let mut names = Vec::new();
    let mut count = 0;
    let mut is_error = false;
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Taken>();
    for value in values.by_ref().take(MOST_VALUES) {
        let Ok(Taken { names: more, top }) = value else { break };
        let has = |names: &[&str]| top.iter().any(|name| names.contains(&letters(name).as_str()));
        // An error is an object of its own, or a few fields around a sentence.
        is_error |= has(&["error", "errors"]) && !has(&["data", "usage"]);
        is_error |= has(&["message", "detail", "msg", "errmsg"]) && top.len() == more.len() && top.len() <= 6;
        names.extend(more);
        count += 1;
    }
    if is_error {
        return Some(NotPrices::ServerError);
    }
    // A log may quote the price of a line; one document with a price may be a list of another form.
    let is_log = count > 1;
    of_names(names.iter().map(String::as_str).filter(|name| !is_log || !is_price(&letters(name))))
}

/// The names of the fields of a value, at each depth.
struct Taken {
    names: Vec<String>,
    /// How the fields of the value itself are called.
    top: Vec<String>,
}

impl<'de> Deserialize<'de> for Taken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut taken = Self { names: Vec::new(), top: Vec::new() };
        Level { taken: &mut taken, depth: 0 }.deserialize(deserializer)?;
        Ok(taken)
    }
}

/// Takes the names of one level, and of those below it.
struct Level<'a> {
    taken: &'a mut Taken,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        /// Deeper than anything that tells what a file is, and shallower than what the reader takes.
        const DEEPEST: usize = 12;
        if self.depth == DEEPEST {
            return IgnoredAny::deserialize(deserializer).map(drop);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        /// The most names that are looked at: a real export has some dozens.
        const MOST_NAMES: usize = 2_000;
        while let Some(name) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            if self.depth == 0 && self.taken.top.len() < MOST_NAMES {
                self.taken.top.push(name.chars().take(100).collect());
            }
            if self.taken.names.len() < MOST_NAMES {
                self.taken.names.push(name.chars().take(100).collect());
            }
            map.next_value_seed(Level { taken: self.taken, depth: self.depth + 1 })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        // One element alone is as good as the value itself: an error of Gemini is in a list.
        let depth = if self.depth == 0 { 0 } else { self.depth + 1 };
        let mut count = 0_usize;
        while sequence.next_element_seed(Level { taken: self.taken, depth })?.is_some() {
            count += 1;
        }
        if self.depth == 0 && count > 1 {
            self.taken.top.clear();
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_headers(line: &str) -> Option<NotPrices> {
        of_names(line.split(','))
    }

    #[test]
    fn exports_of_usage_are_told_by_their_columns() {
        for line in [
            "day,model,prompt_tokens,completion_tokens,spend",
            "created_at,model_permaslug,tokens_prompt,tokens_completion,generation_id",
            "Date,Kind,Model,Max Mode,Input (w/ Cache Write),Cache Read,Output Tokens,Total Tokens,Cost",
            "Timestamp,User,Model,Requests Used,Total Monthly Quota",
            "usage_date_utc,model_version,usage_input_tokens_no_cache,usage_output_tokens",
            "request_id,model,inputTokens,outputTokens,costUsd",
        ] {
            assert_eq!(of_headers(line), Some(NotPrices::Usage), "{line}");
        }
        assert_eq!(
            of_headers("start_time,end_time,amount_value,amount_currency,line_item"),
            Some(NotPrices::Invoice)
        );
        assert_eq!(of_headers("Invoice number,Description,Qty,Unit price,Amount"), Some(NotPrices::Invoice));
    }

    #[test]
    fn tables_of_prices_are_not_among_them() {
        for line in [
            "id,name,provider,input,output",
            "model,input_cost_per_token,output_cost_per_token,max_tokens,date",
            "Model,Input tokens,Output tokens",
            "Date,Model,Input ($/MTok),Output ($/MTok),Context tokens",
            "model,provider,context_tokens,maximum_output_tokens,price_as_of",
        ] {
            assert_eq!(of_headers(line), None, "{line}");
        }
    }

    #[test]
    fn bills_are_told_by_their_sums_although_their_lines_have_prices() {
        for text in [
            r#"{"object": "invoice", "amount_due": 4200, "amount_paid": 0, "currency": "usd",
                "lines": {"data": [{"price": {"unit_amount": 21, "model": "m"}, "input": 3, "quantity": 2}]}}"#,
            r#"{"object": "list", "data": [{"id": "in_1", "hosted_invoice_url": "x", "invoice_pdf": "y",
                "lines": {"data": [{"pricing": {"unit_amount_decimal": "21"}}]}}]}"#,
            r#"{"object": "charge", "amount_captured": 5, "amount_refunded": 0, "receipt_url": "x"}"#,
        ] {
            assert_eq!(of_json(text), Some(NotPrices::Invoice), "{text}");
        }
    }

    #[test]
    fn errors_in_xml_are_errors_and_other_xml_is_none() {
        for (text, what) in [
            ("<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>", NotPrices::ServerError),
            ("<ErrorResponse xmlns=\"x\"><Error/></ErrorResponse>", NotPrices::ServerError),
            ("<s:Envelope><s:Body><s:Fault/></s:Body></s:Envelope>", NotPrices::ServerError),
            (
                "<?xml version='1.0'?><!-- a --><response><error code=\"4\"/></response>",
                NotPrices::ServerError,
            ),
            ("<?xml version=\"1.0\"?><rss><channel/></rss>", NotPrices::Xml),
            ("<?xml version=\"1.0\"?><!DOCTYPE html><html><body>error</body></html>", NotPrices::WebPage),
            ("<!-- a --><div>Model</div>", NotPrices::WebPage),
            ("<", NotPrices::WebPage),
        ] {
            assert_eq!(of_markup(text), what, "{text}");
        }
    }

    #[test]
    fn json_is_looked_at_as_a_whole_and_line_by_line() {
        let of = |text: &str| of_json(text);
        assert_eq!(
            of(r#"{"data": [{"start_time": 1, "results": [{"input_tokens": 5}]}]}"#),
            Some(NotPrices::Usage)
        );
        let lines = "{\"type\": \"queue\"}\n{\"timestamp\": \"x\", \"usage\": {\"input_tokens\": 5}}\n{\"a\"";
        assert_eq!(of(lines), Some(NotPrices::Usage));
        assert_eq!(of(r#"{"error": {"message": "no key", "code": 401}}"#), Some(NotPrices::ServerError));
        assert_eq!(of(r#"{"detail": "Not found"}"#), Some(NotPrices::ServerError));
        assert_eq!(of(r#"[{"error": {"code": 400, "status": "INVALID"}}]"#), Some(NotPrices::ServerError));
        assert_eq!(of(r#"{"code": 401, "msg": "no key", "data": null}"#), Some(NotPrices::ServerError));
        assert_eq!(of(r#"[{"id": "a", "error": null}, {"id": "b", "error": null}]"#), None);
        assert_eq!(of(r#"{"a": [1, null, true, "x", 1.5, -1], "b": {}}"#), None);
        assert_eq!(of(&format!("{}1{}", r#"{"a":"#.repeat(100), "}".repeat(100))), None);
    }
}
