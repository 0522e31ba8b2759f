//! What a file is by its content, and what is stored of it. A photo is read and written anew: whatever else was in the file
//! (place, camera, another file) is not in the new one. A PDF is stored as it is, when it is one and nothing else.

use std::io::Cursor;

use super::pdf;
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use shared::{
    ProblemKind,
    messages::{GenrePiece, PIECE_BYTES},
};

// The long side of a photo, in pixels: a paper can be read on it, and it weighs about 300 KB.
const LONG_SIDE: u32 = 1_600;
const QUALITY: u8 = 82;
// What a photo may ask for while it is read: a bomb says that it is larger than it is heavy.
const WIDEST: u32 = 12_000;
const MEMORY: u64 = 160 * 1024 * 1024;
// How far from the end a PDF may say that it ends (ISO 32000-1, annex H.3.18).
const PDF_END: usize = 1_024;
// How far from the end of a file its archive may end: 22 bytes and a comment of 64 KiB (APPNOTE.TXT 4.3.16).
const ZIP_END: usize = 22 + 65_535;

/// A file as it is stored.
#[derive(Debug, PartialEq)]
pub struct Fichier {
    /// What it is.
    pub genre: GenrePiece,
    /// Its bytes.
    pub octets: Vec<u8>,
    /// Width and height of a photo; 0 of a PDF.
    pub taille: (u32, u32),
}

/// Looks at what was sent; says why it is refused.
pub fn look(octets: Vec<u8>) -> Result<Fichier, ProblemKind> {
    if PIECE_BYTES < octets.len() {
        return Err(ProblemKind::PieceTropLourde);
    }
    if octets.starts_with(b"%PDF-") {
        return check_pdf(octets);
    }
    match image::guess_format(&octets) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => photo(&octets, format, LONG_SIDE),
        _ => Err(ProblemKind::PieceInconnue),
    }
}

/// Looks at what is a photo and nothing else, as large as this at the most.
pub fn picture(octets: &[u8], long_side: u32) -> Result<Fichier, ProblemKind> {
    if PIECE_BYTES < octets.len() {
        return Err(ProblemKind::PieceTropLourde);
    }
    match image::guess_format(octets) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => photo(octets, format, long_side),
        _ => Err(ProblemKind::PieceInconnue),
    }
}

fn photo(octets: &[u8], format: ImageFormat, long_side: u32) -> Result<Fichier, ProblemKind> {
    let read = decode(octets, format).map_err(|_| ProblemKind::PieceRefusee)?;
    let read = match read.dimensions() {
        (width, height) if long_side < width.max(height) => read.resize(long_side, long_side, FilterType::Triangle),
        _ => read,
    };
    let paper = on_white(&read);
    let mut written = Vec::new();
    let encoded = JpegEncoder::new_with_quality(&mut written, QUALITY).encode_image(&paper);
    encoded.map_err(|_| ProblemKind::PieceRefusee)?;
    Ok(Fichier { genre: GenrePiece::Photo, octets: written, taille: paper.dimensions() })
}

fn decode(octets: &[u8], format: ImageFormat) -> image::ImageResult<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(octets), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // A phone that is held upright writes so in the metadata: that is all that is read of it.
    let orientation = decoder.orientation()?;
    let mut read = DynamicImage::from_decoder(decoder)?;
    read.apply_orientation(orientation);
    Ok(read)
}

// A JPEG has no transparency: what was transparent would be black.
fn on_white(read: &DynamicImage) -> RgbImage {
    if !read.color().has_alpha() {
        return read.to_rgb8();
    }
    let read = read.to_rgba8();
    RgbImage::from_fn(read.width(), read.height(), |x, y| {
        let [red, green, blue, alpha] = read.get_pixel(x, y).0.map(u16::from);
        let over = |colour: u16| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        Rgb([over(red), over(green), over(blue)])
    })
}

// A PDF from its first byte to its last, with nothing that acts by itself, and no archive hidden at its end.
fn check_pdf(octets: Vec<u8>) -> Result<Fichier, ProblemKind> {
    let tail = octets.len().saturating_sub(PDF_END);
    let end = octets.get(tail..).and_then(|tail| find(tail, b"%%EOF").map(|at| (tail, at)));
    let ends =
        end.is_some_and(|(tail, at)| tail.get(at + 5..).is_some_and(|rest| rest.iter().all(u8::is_ascii_whitespace)));
    let version = octets.get(5..8).is_some_and(|v| matches!(v, [b'1' | b'2', b'.', b'0'..=b'9']));
    // An archive is read from its end: its mark stands in the last bytes.
    let archive =
        octets.get(octets.len().saturating_sub(ZIP_END)..).is_some_and(|end| find(end, b"PK\x05\x06").is_some());
    if !ends || !version || archive || pdf::acts(&octets) {
        return Err(ProblemKind::PieceRefusee);
    }
    Ok(Fichier { genre: GenrePiece::Pdf, octets, taille: (0, 0) })
}

// The last place of a word.
fn find(within: &[u8], word: &[u8]) -> Option<usize> {
    within.windows(word.len()).rposition(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut written = Cursor::new(Vec::new());
        DynamicImage::new_rgba8(width, height).write_to(&mut written, ImageFormat::Png).unwrap();
        written.into_inner()
    }

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut written = Vec::new();
        let image = RgbImage::from_fn(width, height, |x, _| Rgb([if x < width / 2 { 250 } else { 5 }, 0, 0]));
        JpegEncoder::new(&mut written).encode_image(&image).unwrap();
        written
    }

    // An Exif segment with the orientation 6 (a quarter turn), a place and a camera.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let tiff = b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x0F\0\x02\0\0\0\x10\0\0\0\x26\0\0\0\0Samsung GPS48.9N";
        let mut segment = b"Exif\0\0".to_vec();
        segment.extend_from_slice(tiff);
        let mut all = jpeg[..2].to_vec();
        all.extend_from_slice(&[0xFF, 0xE1]);
        all.extend_from_slice(&u16::try_from(segment.len() + 2).unwrap().to_be_bytes());
        all.extend_from_slice(&segment);
        all.extend_from_slice(&jpeg[2..]);
        all
    }

    #[test]
    fn a_photo_keeps_its_picture_and_nothing_else() {
        let sent = with_exif(&jpeg(64, 32));
        assert!(find(&sent, b"GPS48").is_some());
        let stored = look(sent).unwrap();
        assert_eq!((stored.genre, stored.taille), (GenrePiece::Photo, (32, 64)));
        for trace in [&b"Exif"[..], b"GPS48", b"Samsung"] {
            assert!(find(&stored.octets, trace).is_none());
        }
        let turned = image::load_from_memory(&stored.octets).unwrap().to_rgb8();
        assert!(
            200 < turned.get_pixel(16, 5).0[0] && turned.get_pixel(16, 58).0[0] < 60,
            "a quarter turn to the right"
        );
    }

    #[test]
    fn a_large_photo_is_reduced_and_what_is_transparent_is_white() {
        let stored = look(png(3_000, 1_000)).unwrap();
        assert_eq!(stored.taille, (1_600, 533));
        let pixel = *image::load_from_memory(&stored.octets).unwrap().to_rgb8().get_pixel(5, 5);
        assert!(pixel.0.iter().all(|part| 250 < *part));
    }

    #[test]
    fn what_lies_or_hides_something_is_refused_by_name() {
        let refused = |octets: &[u8]| look(octets.to_vec()).unwrap_err();
        // Neither one nor the other, whatever the name of the file said.
        for other in [&b"MZ\x90\0"[..], b"<html><script>", b"", b"GIF89a\x01\0\x01\0", b"PK\x03\x04", b" %PDF-1.4"] {
            assert_eq!(refused(other), ProblemKind::PieceInconnue, "{other:?}");
        }
        assert_eq!(refused(&vec![b'x'; PIECE_BYTES + 1]), ProblemKind::PieceTropLourde);
        // The head of a photo and no photo behind it.
        assert_eq!(refused(&jpeg(64, 64)[..60]), ProblemKind::PieceRefusee);
        assert_eq!(refused(b"\x89PNG\r\n\x1a\nnothing"), ProblemKind::PieceRefusee);
        // A few bytes that say they are fifty thousand pixels wide, and some that would fill the memory.
        let mut bomb = png(10, 10);
        for (side, patch) in [(50_000_u32, true), (11_999, true), (10, false)] {
            bomb[16..20].copy_from_slice(&side.to_be_bytes());
            bomb[20..24].copy_from_slice(&side.to_be_bytes());
            let sum = crc(&bomb[12..29]);
            bomb[29..33].copy_from_slice(&sum.to_be_bytes());
            assert_eq!(look(bomb.clone()).is_err(), patch, "{side}");
        }
    }

    #[test]
    fn a_pdf_is_one_from_its_first_byte_to_its_last() {
        let plain = b"%PDF-1.4\n1 0 obj <</Type /Catalog /JSONish 1>> endobj\ntrailer\n%%EOF\n".to_vec();
        assert_eq!(look(plain.clone()).unwrap().octets, plain);
        let refused = |octets: Vec<u8>| look(octets).unwrap_err();
        for tail in [&b"<script>alert(1)</script>"[..], b"PK\x03\x04 archive PK\x05\x06", b"MZ"] {
            assert_eq!(refused([plain.as_slice(), tail].concat()), ProblemKind::PieceRefusee);
        }
        for active in ["/JavaScript (x)", "/JS (x)", "/Launch /x", "/EmbeddedFile"] {
            let acts = format!("%PDF-1.4\n<< {active} >>\n%%EOF");
            assert_eq!(refused(acts.into_bytes()), ProblemKind::PieceRefusee);
        }
        assert_eq!(refused(b"%PDF-<html>\n%%EOF".to_vec()), ProblemKind::PieceRefusee);
    }

    // CRC-32 of a chunk of a PNG.
    fn crc(chunk: &[u8]) -> u32 {
        !chunk.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 })
        })
    }
}
