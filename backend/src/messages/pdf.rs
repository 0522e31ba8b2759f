//! What a PDF would do by itself: its names are read as a reader of PDF reads them (ISO 32000-1, 7.3.5), in its objects and in
//! those that are packed (7.5.7); what stands in other streams is content, and means nothing.

use std::io::Read as _;

// Scripts, programs, files in the file, forms that send, pages of others, and what plays.
const ACTIVE: [&[u8]; 15] = [
    b"JavaScript",
    b"JS",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"SubmitForm",
    b"ImportData",
    b"XFA",
    b"GoToR",
    b"GoToE",
    b"Rendition",
    b"Movie",
    b"Sound",
    b"AA",
];
// What packed objects may weigh when they are unpacked, all together: papers have some hundreds of KB of them.
const UNPACKED: u64 = 24 * 1024 * 1024;

/// Whether it would do something by itself, or cannot be looked through.
pub fn acts(octets: &[u8]) -> bool {
    let (mut at, mut left) = (0, UNPACKED);
    loop {
        let rest = octets.get(at..).unwrap_or_default();
        let Some((objects, stream)) = next_stream(rest) else { return names(rest).any(|name| is_active(&name)) };
        let head = rest.get(..objects).unwrap_or_default();
        if names(head).any(|name| is_active(&name)) {
            return true;
        }
        let own = head.get(last(head, b" obj").unwrap_or(0)..).unwrap_or_default();
        let body = rest.get(stream..).unwrap_or_default();
        if names(own).any(|name| name == b"ObjStm") {
            match unpack(own, body, &mut left) {
                Some(packed) if !names(&packed).any(|name| is_active(&name)) => {}
                Some(_) | None => return true,
            }
        }
        let Some(end) = first(body, b"endstream") else { return true };
        at += stream + end + b"endstream".len();
    }
}

fn is_active(name: &[u8]) -> bool {
    ACTIVE.contains(&name)
}

// Where the word `stream` of the next one is, and where its bytes begin.
fn next_stream(octets: &[u8]) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let at = from + first(octets.get(from..)?, b"stream")?;
        let after = at + b"stream".len();
        match octets.get(after..)? {
            [b'\r', b'\n', ..] => return Some((at, after + 2)),
            [b'\n', ..] => return Some((at, after + 1)),
            _ => from = after,
        }
    }
}

// Packed objects: by the one way that writers use for them, and not more than a paper has.
fn unpack(head: &[u8], body: &[u8], left: &mut u64) -> Option<Vec<u8>> {
    let filters = names(head).filter(|name| name.ends_with(b"Decode") || name == b"Crypt").collect::<Vec<_>>();
    let mut packed = Vec::new();
    match filters.as_slice() {
        [] => packed.extend_from_slice(body.get(..first(body, b"endstream")?)?),
        [only] if only == b"FlateDecode" => {
            flate2::read::ZlibDecoder::new(body).take(*left + 1).read_to_end(&mut packed).ok()?;
        }
        _ => return None,
    }
    *left = left.checked_sub(u64::try_from(packed.len()).ok()?)?;
    Some(packed)
}

// The names, with what is written as `#4A` read as the letter that it is.
fn names(octets: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    octets.split(|byte| *byte == b'/').skip(1).map(|after| {
        let end = after.iter().position(|byte| !is_regular(*byte)).unwrap_or(after.len());
        read_name(after.get(..end).unwrap_or_default())
    })
}

fn is_regular(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"()<>[]{}/%".contains(&byte)
}

fn read_name(written: &[u8]) -> Vec<u8> {
    let (mut name, mut rest) = (Vec::new(), written);
    while let [first, others @ ..] = rest {
        match (first, others) {
            (b'#', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let digit = |byte: &u8| u8::try_from(char::from(*byte).to_digit(16).unwrap_or(0)).unwrap_or(0);
                name.push(digit(high) << 4 | digit(low));
                rest = after;
            }
            _ => {
                name.push(*first);
                rest = others;
            }
        }
    }
    name
}

fn first(within: &[u8], word: &[u8]) -> Option<usize> {
    within.windows(word.len()).position(|window| window == word)
}

fn last(within: &[u8], word: &[u8]) -> Option<usize> {
    within.windows(word.len()).rposition(|window| window == word)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn with(objects: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj\n{objects}\nendobj\n%%EOF").into_bytes()
    }

    fn packed(objects: &str, dictionary: &str) -> Vec<u8> {
        let mut zip = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        zip.write_all(objects.as_bytes()).unwrap();
        let mut file = format!("%PDF-1.7\n1 0 obj\n<< {dictionary} >>\nstream\r\n").into_bytes();
        file.extend(zip.finish().unwrap());
        file.extend_from_slice(b"\nendstream\nendobj\n%%EOF");
        file
    }

    #[test]
    fn what_acts_by_itself_is_found_however_it_is_written() {
        for active in [
            "<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
            "<< /S /J#61vaScript >>",
            "<< /S/#4a#53 >>",
            "<< /Names << /EmbeddedFiles 3 0 R >> >>",
            "<< /S /SubmitForm /F (https://exemple.fr) >>",
            "<< /S /GoToR /F (\\\\ailleurs\\partage) >>",
            "<< /AcroForm << /XFA 4 0 R >> >>",
            "<< /S /Launch /F (x.exe) >>",
            "<< /AA << /O 5 0 R >> >>",
        ] {
            assert!(acts(&with(active)), "{active}");
            assert!(acts(&packed(active, "/Type /ObjStm /Filter /FlateDecode /N 1 /First 4")), "packed: {active}");
        }
        assert!(
            acts(&packed("<< /S /JavaScript >>", "/Type /Obj#53tm /Filter /FlateDecode")),
            "a name in another writing"
        );
        assert!(acts(&packed("<< >>", "/Type /ObjStm /Filter /LZWDecode")), "what cannot be read");
        assert!(acts(b"%PDF-1.7\n1 0 obj << /Length 9 >>\nstream\nabc"), "a stream without an end");
    }

    #[test]
    fn what_is_content_means_nothing() {
        // The bytes of a scan may spell anything.
        assert!(!acts(&packed("BT (/JavaScript /JS /Launch) Tj ET", "/Filter /FlateDecode")));
        let mut raw = b"%PDF-1.7\n1 0 obj << /Subtype /Image >>\nstream\n".to_vec();
        raw.extend_from_slice(b"\xff/JS\x00/AA\x01/Launch ");
        raw.extend_from_slice(b"\nendstream\nendobj\n%%EOF");
        assert!(!acts(&raw));
        assert!(!acts(&with("<< /Type /Catalog /OpenAction [3 0 R /Fit] /JSON 1 /AAA 2 >>")));
        assert!(!acts(&packed("1 0 << /Type /Page /Annots [] >>", "/Type /ObjStm /Filter /FlateDecode /N 1 /First 4")));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = " ".repeat(usize::try_from(UNPACKED).unwrap() + 1);
        assert!(acts(&packed(&bomb, "/Type /ObjStm /Filter /FlateDecode")));
    }
}
