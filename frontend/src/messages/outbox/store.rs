//! What the phone keeps of the messages to send and of the drafts: IndexedDB, by `web-sys` alone.
//!
//! Two shelves, one transaction over both: a message is there, and its draft is not, at the same moment. Each thing bears
//! the account that it belongs to. Where the browser keeps nothing (some private windows) every function says so, and the
//! outbox lives in the memory of the page.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use shared::ids::{CompteId, FilId};
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, IdbDatabase, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

/// The names say nothing to whoever looks there.
const BASE: &str = "cac";
const LETTERS: &str = "a";
const DRAFTS: &str = "b";
// What the things are made of. The numbers of the letters are given by the browser, in the order of all tabs.
const NUMBER: &str = "n";
const FIL: &str = "f";
const OWNER: &str = "c";
const TEXT: &str = "t";
const BYTES: &str = "p";

/// Why nothing is kept. Whoever asks goes on without.
pub type Kept<T> = Result<T, JsValue>;

/// A letter as it lies on the shelf.
pub struct Letter {
    /// Its number: the order in which all were written.
    pub number: f64,
    /// What the outbox knows of it.
    pub text: String,
    /// The file that goes with it.
    pub bytes: Option<Blob>,
}

/// Keeps a letter, in place of the one with this number, and forgets the draft of its thread when it is a new one. Gives
/// its number.
pub async fn keep(compte: CompteId, fil: FilId, letter: &Letter) -> Kept<f64> {
    let thing = thing(compte, &letter.text)?;
    if let Some(bytes) = &letter.bytes {
        Reflect::set(&thing, &BYTES.into(), bytes)?;
    }
    let is_new = letter.number == 0.0;
    if !is_new {
        Reflect::set(&thing, &NUMBER.into(), &letter.number.into())?;
    }
    let shelves = Shelves::open().await?;
    let kept = shelves.letters()?.put(&thing)?;
    if is_new {
        shelves.drafts()?.delete(&String::from(fil).into())?;
    }
    shelves.done().await?;
    Ok(kept.result()?.as_f64().unwrap_or_default())
}

/// Forgets a letter.
pub async fn remove(number: f64) -> Kept<()> {
    let shelves = Shelves::open().await?;
    shelves.letters()?.delete(&number.into())?;
    shelves.done().await
}

/// The letters of an account, in order.
pub async fn letters(compte: CompteId) -> Kept<Vec<Letter>> {
    let things = all(LETTERS).await?;
    let mine = things.into_iter().filter(|thing| is_of(thing, compte)).map(|thing| Letter {
        number: get(&thing, NUMBER).as_f64().unwrap_or_default(),
        text: get(&thing, TEXT).as_string().unwrap_or_default(),
        bytes: get(&thing, BYTES).dyn_into().ok(),
    });
    Ok(mine.collect())
}

/// Keeps what is being written in a thread; nothing is forgotten.
pub async fn keep_draft(compte: CompteId, fil: FilId, text: &str) -> Kept<()> {
    let thing = thing(compte, text)?;
    Reflect::set(&thing, &FIL.into(), &String::from(fil).into())?;
    let shelves = Shelves::open().await?;
    let drafts = shelves.drafts()?;
    if text.is_empty() {
        drafts.delete(&String::from(fil).into())?
    } else {
        drafts.put(&thing)?
    };
    shelves.done().await
}

/// The drafts of an account.
pub async fn drafts(compte: CompteId) -> Kept<Vec<(FilId, String)>> {
    let things = all(DRAFTS).await?;
    let mine = things.into_iter().filter(|thing| is_of(thing, compte));
    Ok(mine
        .filter_map(|thing| Some((get(&thing, FIL).as_string()?.parse().ok()?, get(&thing, TEXT).as_string()?)))
        .collect())
}

/// Forgets what is not of this account.
pub async fn leave_only(compte: CompteId) -> Kept<()> {
    for (shelf, key) in [(LETTERS, NUMBER), (DRAFTS, FIL)] {
        let foreign: Vec<_> = all(shelf).await?.into_iter().filter(|thing| !is_of(thing, compte)).collect();
        if !foreign.is_empty() {
            let shelves = Shelves::open().await?;
            for thing in foreign {
                shelves.shelf(shelf)?.delete(&get(&thing, key))?;
            }
            shelves.done().await?;
        }
    }
    Ok(())
}

/// Forgets everything.
pub async fn clear() -> Kept<()> {
    let shelves = Shelves::open().await?;
    shelves.clear()?;
    shelves.done().await
}

/// Forgets everything while the page is being left: nothing waits. What the browser cuts off is done by the next page,
/// which finds nobody signed in.
pub fn clear_while_leaving() {
    let Some(base) = BASE_OPEN.with_borrow_mut(Option::take) else { return };
    if let Ok(shelves) = Shelves::of(&base) {
        drop(shelves.clear());
        // Without waiting for what was asked before. `web-sys` warns that some browsers lack it.
        if let Ok(commit) = Reflect::get(&shelves.0, &"commit".into()).and_then(JsValue::dyn_into::<Function>) {
            drop(commit.call0(&shelves.0));
        }
    }
}

thread_local! {
    static OPENING: RefCell<Option<Promise>> = const { RefCell::new(None) };
    static BASE_OPEN: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// A transaction over both shelves.
struct Shelves(IdbTransaction);

impl Shelves {
    async fn open() -> Kept<Self> {
        Self::of(&base().await?)
    }

    fn of(base: &IdbDatabase) -> Kept<Self> {
        let both = Array::of2(&LETTERS.into(), &DRAFTS.into());
        Ok(Self(base.transaction_with_str_sequence_and_mode(&both, IdbTransactionMode::Readwrite)?))
    }

    fn shelf(&self, name: &str) -> Kept<IdbObjectStore> {
        self.0.object_store(name)
    }

    fn letters(&self) -> Kept<IdbObjectStore> {
        self.shelf(LETTERS)
    }

    fn drafts(&self) -> Kept<IdbObjectStore> {
        self.shelf(DRAFTS)
    }

    fn clear(&self) -> Kept<()> {
        self.letters()?.clear()?;
        self.drafts()?.clear()?;
        Ok(())
    }

    // Only then is it on the phone.
    async fn done(self) -> Kept<()> {
        let end = Promise::new(&mut |resolve, reject| {
            self.0.set_oncomplete(Some(&resolve));
            self.0.set_onabort(Some(&reject));
        });
        JsFuture::from(end).await.map(drop)
    }
}

async fn all(shelf: &str) -> Kept<Vec<JsValue>> {
    let shelves = Shelves::open().await?;
    let found = shelves.shelf(shelf)?.get_all()?;
    shelves.done().await?;
    Ok(Array::from(&found.result()?).to_vec())
}

fn thing(compte: CompteId, text: &str) -> Kept<Object> {
    let thing = Object::new();
    Reflect::set(&thing, &OWNER.into(), &String::from(compte).into())?;
    Reflect::set(&thing, &TEXT.into(), &text.into())?;
    Ok(thing)
}

fn get(thing: &JsValue, name: &str) -> JsValue {
    Reflect::get(thing, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn is_of(thing: &JsValue, compte: CompteId) -> bool {
    get(thing, OWNER).as_string() == Some(compte.into())
}

// Opened once for the page; those who ask meanwhile are answered in the order in which they have asked.
async fn base() -> Kept<IdbDatabase> {
    let opening = OPENING.with_borrow_mut(|opening| match opening {
        Some(opening) => Ok(opening.clone()),
        None => open().map(|promise| opening.insert(promise).clone()),
    })?;
    Ok(JsFuture::from(opening).await?.unchecked_into())
}

fn open() -> Kept<Promise> {
    let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(BASE, 1)?;
    let upgraded = request.clone();
    let upgrade = Closure::once_into_js(move || drop(build(&upgraded)));
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    Ok(wasm_bindgen_futures::future_to_promise(async move {
        answered(&request).await?;
        let base: IdbDatabase = request.result()?.unchecked_into();
        // Another tab forgets everything: this one does not stand in its way.
        let closing = base.clone();
        let close = Closure::once_into_js(move || closing.close());
        base.set_onversionchange(Some(close.unchecked_ref()));
        BASE_OPEN.set(Some(base.clone()));
        Ok(base.into())
    }))
}

fn build(request: &IdbOpenDbRequest) -> Kept<()> {
    let base: IdbDatabase = request.result()?.unchecked_into();
    for (shelf, key) in [(LETTERS, NUMBER), (DRAFTS, FIL)] {
        let options = IdbObjectStoreParameters::new();
        options.set_key_path(&key.into());
        options.set_auto_increment(shelf == LETTERS);
        base.create_object_store_with_optional_parameters(shelf, &options)?;
    }
    Ok(())
}

async fn answered(request: &IdbRequest) -> Kept<()> {
    let answer = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(answer).await.map(drop)
}
