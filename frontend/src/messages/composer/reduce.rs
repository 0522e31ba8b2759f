//! A file is made ready on the phone: a photo is drawn anew, smaller, which leaves behind where and with what it was taken;
//! a PDF goes as it is.

use js_sys::Promise;
use leptos::prelude::{document, window};
use shared::messages::{GenrePiece, PIECE_BYTES};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

use crate::{messages::outbox::Attachment, texts::commun};

/// The longer side of a photo, in pixels.
const SIDE: f64 = 1_600.0;

/// Why a file does not go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Neither a photo nor a PDF, or one that cannot be read.
    Unknown,
    /// Larger than 5 MB.
    TooHeavy,
}

impl Refused {
    /// In words.
    pub fn why(self) -> &'static str {
        match self {
            Self::Unknown => commun::piece_inconnue(),
            Self::TooHeavy => commun::piece_trop_lourde(),
        }
    }
}

/// The file as it is sent.
pub async fn make_ready(file: &File) -> Result<Attachment, Refused> {
    let is_pdf = file.type_() == "application/pdf" || file.name().to_lowercase().ends_with(".pdf");
    let (genre, bytes) = match is_pdf {
        true => (GenrePiece::Pdf, Blob::clone(file)),
        false => (GenrePiece::Photo, reduce(file).await.map_err(|_| Refused::Unknown)?),
    };
    if bytes.size() <= PIECE_BYTES as f64 { Ok(Attachment { genre, bytes }) } else { Err(Refused::TooHeavy) }
}

/// A photo as it is sent, where nothing else is.
pub async fn make_photo(file: &File) -> Result<Blob, Refused> {
    let bytes = reduce(file).await.map_err(|_| Refused::Unknown)?;
    if bytes.size() <= PIECE_BYTES as f64 { Ok(bytes) } else { Err(Refused::TooHeavy) }
}

// The browser turns the photo as it was held.
async fn reduce(file: &File) -> Result<Blob, JsValue> {
    let bitmap: ImageBitmap = JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?.unchecked_into();
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (SIDE / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    // What is transparent would turn black.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height)?;
    bitmap.close();
    let drawn = Promise::new(&mut |resolve, reject| {
        if let Err(why) = canvas.to_blob_with_type(&resolve, "image/jpeg") {
            drop(reject.call1(&JsValue::NULL, &why));
        }
    });
    JsFuture::from(drawn).await?.dyn_into()
}
