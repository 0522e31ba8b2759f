//! A photo or a PDF in a bubble.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    Operation,
    comptes::ReadSession,
    messages::{GenrePiece, Piece, ReadPiece},
};

use crate::{
    api::call,
    texts::commun,
    ui::{Icon, icons},
};

/// One that is stored.
#[component]
pub fn PieceView(
    /// Which.
    piece: Piece,
) -> impl IntoView {
    let href = ReadPiece::PATH.replace("{piece}", &piece.id.to_string());
    match (piece.perimee, piece.genre) {
        (true, _) => view! {
            <p class="piece">
                <Icon path=icons::PAPERS />
                <span>{commun::piece_perimee()}</span>
            </p>
        }
        .into_any(),
        (false, GenrePiece::Photo) => view! { <Photo href piece /> }.into_any(),
        (false, GenrePiece::Pdf) => view! {
            <a class="piece" href=href download="document.pdf" rel="external">
                <Icon path=icons::PAPERS />
                <span>{commun::piece_pdf(&weight(piece.taille))}</span>
            </a>
        }
        .into_any(),
    }
}

#[component]
fn Photo(href: String, piece: Piece) -> impl IntoView {
    // An image asks by itself: when the access has run out meanwhile, it is renewed and the image asked once more.
    let tries = RwSignal::new(0_u8);
    let address = href.clone();
    let source = move || match tries.get() {
        0 => address.clone(),
        _ => format!("{address}?encore"),
    };
    let broken = move |_| {
        if tries.get_untracked() == 0 {
            spawn_local(async move {
                if call(ReadSession {}).await.is_ok() {
                    tries.try_set(1);
                }
            });
        }
    };
    view! {
        <a class="photo" href=href target="_blank" rel="noopener">
            <img
                src=source
                width=piece.largeur.to_string()
                height=piece.hauteur.to_string()
                loading="lazy"
                decoding="async"
                alt=commun::piece_photo()
                on:error=broken
            />
        </a>
    }
}

/// One that is on its way.
#[component]
pub fn PieceWaiting(
    /// What it is.
    genre: GenrePiece,
) -> impl IntoView {
    let (path, label) = match genre {
        GenrePiece::Photo => (icons::PHOTO, commun::piece_photo_attend()),
        GenrePiece::Pdf => (icons::PAPERS, commun::piece_pdf_attend()),
    };
    view! {
        <p class="piece">
            <Icon path />
            <span>{label}</span>
        </p>
    }
}

// "240 Ko", "1,4 Mo".
fn weight(bytes: u32) -> String {
    match bytes {
        0..1_000_000 => commun::kilo_octets(&bytes.div_ceil(1_000).to_string()),
        _ => commun::mega_octets(&format!("{},{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000)),
    }
}
