//! Values that nobody means well with.

/// JSON texts for any field of a body. The last one is larger than any request may be.
pub(super) fn in_json() -> Vec<String> {
    let mut all: Vec<String> = [
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "-0.0",
        "1e308",
        "1e400",
        "9223372036854775807",
        "-9223372036854775808",
        "99999999999999999999999",
        r#""""#,
        r#"" ""#,
        r#""\u0000""#,
        r#""a\u0000b""#,
        r#""\ud800""#,
        r#""\udc00\ud800 x""#,
        r#""\u202e\u0007\u001b[31m\u2028""#,
        r#""🦊👩‍👩‍👧‍👦é""#,
        r#""'; DROP TABLE calls; --""#,
        r#""%_\\' || 1=1""#,
        r#""0000-00-00T00:00:00Z""#,
        r#""2026-02-30T25:61:61+99:99""#,
        r#""9999-12-31T23:59:59.999999999Z""#,
        r#""0001-01-01T00:00:00Z""#,
        r#""00000000-0000-0000-0000-000000000000""#,
        r#""99:99""#,
        "[]",
        "{}",
        "[null]",
        r#"[""]"#,
        r#"{"unheard_of": 1}"#,
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    all.push(format!("{}{}", "[".repeat(60), "]".repeat(60)));
    all.push(format!("{}1{}", r#"{"a":"#.repeat(400), "}".repeat(400)));
    all.push(format!("[{}0]", "0,".repeat(2_000)));
    all.push(format!("\"{}\"", "long ".repeat(8_000)));
    all.push(format!("\"{}\"", "🦊".repeat(300_000)));
    all
}

/// Texts for any parameter of a query, as they stand in the address.
pub(super) fn in_query() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        "%20",
        "-1",
        "0",
        "1.5",
        "1e400",
        "NaN",
        "9223372036854775807",
        "-9223372036854775808",
        "99999999999999999999999",
        "true",
        "null",
        "[]",
        "%7B%7D",
        "%00",
        "a%00b",
        "%ED%A0%80",
        "%FF%FE",
        "%",
        "%zz",
        "%F0%9F%A6%8A",
        "%E2%80%AE%07%1B%5B31m",
        "'%20OR%201%3D1%20--",
        "%25_%5C",
        "0000-00-00T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "00000000-0000-0000-0000-000000000000",
        "AAAA",
        "eyJhIjoxfQ",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    all.push("x".repeat(6_000));
    all.push("%F0%9F%A6%8A".repeat(1_500));
    all
}

/// Texts for a part of a path.
pub(super) const IN_PATH: [&str; 12] = [
    "0",
    "-1",
    "null",
    "%00",
    "%20",
    "%ED%A0%80",
    "%FF",
    "%F0%9F%A6%8A",
    "..%2F..%2Fetc%2Fpasswd",
    "'%20OR%201%3D1",
    "0190a0a0-0000-7000-8000-00000000dea",
    "0190a0a0-0000-7000-8000-00000000dead00000000000000000000000000000000",
];

/// Texts for a header.
pub(super) const IN_HEADER: [&str; 9] = [
    "",
    " ",
    "3",
    "\"-1\"",
    "\"99999999999999999999999\"",
    "W/\"3\"",
    "\"\"",
    "a b\tc",
    "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
];

/// Bodies that are no requests at all.
pub(super) fn bodies() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = [
        "",
        " ",
        "null",
        "[]",
        "\"x\"",
        "7",
        "{",
        "{\"a\":",
        "{}{}",
        "{\"a\":1}garbage",
        "\u{feff}{}",
        "{'a':1}",
        "{\"\":1}",
        "{\"__proto__\":{}}",
        "NaN",
    ]
    .into_iter()
    .map(|text| text.as_bytes().to_vec())
    .collect();
    all.push(b"{\"a\":\"\xff\xfe\"}".to_vec());
    all.push(b"\x00\x01\x02\x1f\x8b".to_vec());
    all.push("[".repeat(100_000).into_bytes());
    all.push("{\"a\":".repeat(50_000).into_bytes());
    all
}
