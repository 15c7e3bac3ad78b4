//! What a page says about itself: JSON-LD first, then meta elements, then `time`.

use crate::row::tidy;
use serde_json::Value;

/// What is taken from a page's metadata, as it is written there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Metadata {
    pub title: Option<String>,
    pub date: Option<String>,
    pub outlet: Option<String>,
    pub author: Option<String>,
    pub url: Option<String>,
}

/// schema.org's types of articles that reports are.
const ARTICLES: [&str; 3] = ["Article", "BlogPosting", "LiveBlog"];

pub(crate) fn read(page: &dom_query::Document, html: &str) -> Metadata {
    let mut metadata = Metadata::default();
    for script in page.select("script[type='application/ld+json']").iter() {
        let text = script.text();
        if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
            read_json(&value, 0, &mut metadata);
        }
    }
    let meta = |selectors: &[&str]| {
        let content =
            |selector: &&str| tidy(page.select_single(selector).attr("content").map(|value| value.to_string()));
        selectors.iter().find_map(content)
    };
    let or = |slot: &mut Option<String>, value: &dyn Fn() -> Option<String>| {
        if slot.is_none() {
            *slot = value();
        }
    };
    or(&mut metadata.title, &|| meta(&["meta[property='og:title']", "meta[name='twitter:title']"]));
    or(&mut metadata.outlet, &|| {
        meta(&["meta[property='og:site_name']", "meta[name='application-name']", "meta[name='publisher']"])
    });
    or(&mut metadata.author, &|| meta(&["meta[name='author']", "meta[name='parsely-author']", "meta[name='byl']"]));
    or(&mut metadata.date, &|| {
        meta(&[
            "meta[property='article:published_time']",
            "meta[itemprop='datePublished']",
            "meta[name='parsely-pub-date']",
            "meta[name='pubdate']",
            "meta[name='publishdate']",
            "meta[name='publish-date']",
            "meta[name='DC.date.issued']",
            "meta[name='dc.date']",
            "meta[name='DC.date']",
            "meta[name='sailthru.date']",
            "meta[name='date']",
        ])
    });
    or(&mut metadata.date, &|| time(page));
    or(&mut metadata.url, &|| {
        tidy(page.select_single("link[rel='canonical']").attr("href").map(|address| address.to_string()))
            .filter(|address| address.starts_with("http"))
    });
    or(&mut metadata.url, &|| meta(&["meta[property='og:url']"]));
    or(&mut metadata.url, &|| saved_from(html));
    metadata
}

/// The time element that is marked as the publication's, the first within an article, or the page's only one.
fn time(page: &dom_query::Document) -> Option<String> {
    let stated = |selector: &str| tidy(page.select_single(selector).attr("datetime").map(|value| value.to_string()));
    let only = || (page.select("time[datetime]").length() == 1).then(|| stated("time[datetime]")).flatten();
    stated("time[itemprop='datePublished']")
        .or_else(|| stated("time[pubdate]"))
        .or_else(|| stated("article time[datetime]"))
        .or_else(only)
}

/// The address that browsers write into the pages they save.
fn saved_from(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("<!-- saved from url=(")?;
    let (_, address) = rest.split_once(')')?;
    let end = address.find([' ', '\n', '>'])?;
    let address = &address[..end];
    address.starts_with("http").then(|| address.to_owned())
}

/// Looks for the first article in JSON-LD, through lists and `@graph`.
fn read_json(value: &Value, depth: usize, metadata: &mut Metadata) {
    match value {
        Value::Array(values) if depth < 4 => values.iter().for_each(|value| read_json(value, depth + 1, metadata)),
        Value::Object(object) => {
            if let (Some(graph), true) = (object.get("@graph"), depth < 4) {
                read_json(graph, depth + 1, metadata);
            }
            if !object.get("@type").is_some_and(is_article) {
                return;
            }
            let or = |slot: &mut Option<String>, value: Option<String>| {
                if slot.is_none() {
                    *slot = tidy(value);
                }
            };
            or(
                &mut metadata.title,
                object.get("headline").and_then(name).or_else(|| object.get("name").and_then(name)),
            );
            or(&mut metadata.date, object.get("datePublished").and_then(name));
            or(&mut metadata.outlet, object.get("publisher").and_then(name));
            or(&mut metadata.author, object.get("author").and_then(name));
            let page = object.get("mainEntityOfPage").and_then(|page| page.get("@id").or(Some(page)));
            let address = object.get("url").or(page).and_then(Value::as_str);
            or(&mut metadata.url, address.filter(|address| address.starts_with("http")).map(str::to_owned));
        }
        _ => {}
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => ARTICLES.iter().any(|article| kind.contains(article)),
        Value::Array(kinds) => kinds.iter().any(|kind| kind.is_string() && is_article(kind)),
        _ => false,
    }
}

/// A name that is a string, an object with a name, or a list of such.
fn name(value: &Value) -> Option<String> {
    let single = |value: &Value| match value {
        Value::String(text) => tidy(Some(text.clone())),
        Value::Object(object) => tidy(object.get("name").and_then(Value::as_str).map(str::to_owned)),
        _ => None,
    };
    match value {
        Value::Array(values) => tidy(Some(values.iter().filter_map(single).collect::<Vec<_>>().join(", "))),
        value => single(value),
    }
    .map(|text| unescape(&text))
}

/// Scripts keep character references as they are, and many pages write them into JSON-LD.
fn unescape(text: &str) -> String {
    const REFERENCES: [(&str, &str); 8] = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    REFERENCES.iter().fold(text.to_owned(), |text, (reference, mark)| text.replace(reference, mark))
}
