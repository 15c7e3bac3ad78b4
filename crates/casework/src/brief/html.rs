//! A brief as one HTML page.

use super::document::{Block, Document, Inline, Source};
use std::fmt::Write as _;

const STYLE: &str = "
:root{color-scheme:light;--ink:#1d2733;--soft:#5b6875;--line:#d9dfe5;--wash:#f5f7f9;--link:#0b5394}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:#fff;font:16px/1.55 Georgia,'Times New Roman',serif}
main{max-width:52rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1,h2,th,figcaption,.sub,nav,summary,svg{font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.2rem;margin:2.2rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
.sub{color:var(--soft);font-size:.9rem;margin:0 0 1.2rem}
p{margin:.5rem 0}li{margin:.35rem 0}
.wide{overflow-x:auto;margin:.8rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
th{background:var(--wash);font-size:.82rem}
td{min-width:5.5rem}.pairs td:first-child{width:9rem}
figure{margin:1.2rem 0}figcaption{color:var(--soft);font-size:.82rem;margin-top:.3rem}
svg{display:block;max-width:100%;height:auto}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
a.ref+a.ref::before{content:', '}
a.ref{font:600 .72em system-ui,sans-serif;vertical-align:.35em;margin-left:.12em}
ol.evidence{padding-left:2.2rem;font-size:.92rem}
ol.evidence .note{color:var(--soft)}
:target{background:#fff1b8}
details{border:1px solid var(--line);border-radius:6px;margin:.6rem 0;padding:.2rem .9rem}
summary{cursor:pointer;padding:.45rem 0;font-size:.92rem}
.report{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.92rem;padding-bottom:.8rem}
mark{background:#fde9a9;padding:0 .05em}
@media(max-width:40rem){main{padding:1.2rem .9rem 3rem}h1{font-size:1.4rem}body{font-size:15px}svg{max-width:none;width:31rem}th,td{padding:.35rem .4rem}
.pairs td:first-child{width:6.5rem}
table:not(.pairs) thead{display:none}table:not(.pairs) tr{display:block;border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.2rem .5rem}
table:not(.pairs) td{display:block;border:0;padding:.15rem 0}table:not(.pairs) td.none{display:none}
table:not(.pairs) td::before{content:attr(data-head) ' ';color:var(--soft);font:600 .78rem system-ui,sans-serif;margin-right:.3rem}}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}figure,tr{break-inside:avoid}details{border:0;padding:0}a{color:inherit}.wide{overflow:visible}}
";

/// Opens the folded report that a link leads into, also before printing.
const SCRIPT: &str = "function o(){var e=location.hash&&document.getElementById(location.hash.slice(1));\
var d=e&&e.closest('details');if(d){d.open=true;e.scrollIntoView({block:'center'})}}\
addEventListener('hashchange',o);addEventListener('load',o);\
addEventListener('beforeprint',function(){document.querySelectorAll('details').forEach(function(d){d.open=true})});";

pub(crate) fn write(document: &Document) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n<p class=\"sub\">{1}</p>\n",
        escaped(&document.title),
        escaped(&document.subtitle)
    );
    // Writing to a String cannot fail.
    for block in &document.blocks {
        match block {
            Block::Heading(words) => {
                let _ = writeln!(out, "<h2>{}</h2>", escaped(words));
            }
            Block::Paragraph(words) => {
                let _ = writeln!(out, "<p>{}</p>", inline(words));
            }
            Block::Table { head, rows } => {
                let class = if head.len() == 2 { " class=\"pairs\"" } else { "" };
                let _ = write!(out, "<div class=\"wide\"><table{class}>\n<thead><tr>");
                // A heading of one cell is for the whole table.
                let whole = head.len() == 2 && head[1].is_empty();
                let span = if whole { " colspan=\"2\"" } else { "" };
                for cell in head.iter().take(if whole { 1 } else { head.len() }) {
                    let _ = write!(out, "<th scope=\"col\"{span}>{}</th>", escaped(cell));
                }
                out.push_str("</tr></thead>\n<tbody>\n");
                for row in rows {
                    // On a narrow screen each cell is a line with its heading before it.
                    let cell = |(cell, head): (&Vec<Inline>, &String)| match cell.is_empty() || inline(cell).is_empty()
                    {
                        true => "<td class=\"none\"></td>".to_owned(),
                        false => format!("<td data-head=\"{}\">{}</td>", escaped(head), inline(cell)),
                    };
                    let cells: String = row.iter().zip(head).map(cell).collect();
                    let _ = writeln!(out, "<tr>{cells}</tr>");
                }
                out.push_str("</tbody></table></div>\n");
            }
            Block::Picture { svg, caption } => {
                let _ = writeln!(
                    out,
                    "<figure><div class=\"wide\">{svg}</div><figcaption>{}</figcaption></figure>",
                    escaped(caption)
                );
            }
        }
    }
    out.push_str("<h2>Evidence</h2>\n<ol class=\"evidence\">\n");
    for (at, evidence) in document.evidence.iter().enumerate() {
        let words: Vec<String> = evidence.words.iter().map(|words| format!("“{}”", escaped(words))).collect();
        let words = words.join(" … ");
        let number = at + 1;
        let words = match evidence.source {
            Some(_) => format!("<a href=\"#m{number}\">{words}</a>"),
            None => words,
        };
        let _ =
            writeln!(out, "<li id=\"e{number}\">{words} <span class=\"note\">{}</span></li>", escaped(&evidence.note));
    }
    out.push_str("</ol>\n<h2>Reports</h2>\n");
    for source in &document.reports {
        let _ = writeln!(
            out,
            "<details><summary><strong>{}</strong> {}</summary><div class=\"report\">{}</div></details>",
            escaped(&source.id),
            escaped(&source.about),
            marked(source)
        );
    }
    let _ = write!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

/// The report's text with the words that are cited marked, and a target at the start of each.
fn marked(source: &Source) -> String {
    let text = &source.text;
    let mut cuts: Vec<usize> = vec![0, text.len()];
    for (span, _) in &source.marks {
        cuts.extend([span.start, span.end]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = String::new();
    let mut seen: Vec<usize> = Vec::new();
    for pair in cuts.windows(2) {
        let Some(words) = text.get(pair[0]..pair[1]) else { continue };
        for (span, number) in &source.marks {
            // A piece of evidence in several stretches has its target at the first.
            if span.start == pair[0] && !seen.contains(number) {
                seen.push(*number);
                let _ = write!(out, "<a id=\"m{number}\" href=\"#e{number}\" class=\"ref\">{number}</a>");
            }
        }
        let inside = source.marks.iter().any(|(span, _)| span.start <= pair[0] && pair[1] <= span.end);
        let words = escaped(words);
        out += &if inside { format!("<mark>{words}</mark>") } else { words };
    }
    out
}

fn inline(words: &[Inline]) -> String {
    let one = |word: &Inline| match word {
        Inline::Text(words) => escaped(words),
        Inline::Strong(words) => format!("<strong>{}</strong>", escaped(words)),
        Inline::Quote(words) => format!("“{}”", escaped(words)),
        Inline::Reference(number) => format!("<a class=\"ref\" href=\"#e{number}\">{number}</a>"),
    };
    words.iter().map(one).collect()
}

/// Text inside HTML and XML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            c if c.is_control() && !c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}
