//! A write that is worked out first and done in one go.
//!
//! A plan is made by reading: it knows what it changes and what it will answer before the first change, and holds no lock
//! while it is made. On PostgreSQL the changes and the idempotency key then travel as one statement, which is its own
//! transaction: two or three round trips where a transaction of single statements needs eight. On SQLite they follow
//! each other in the savepoint of the job.
//!
//! What the plan took for granted is said by the filters of its changes: each must touch a row. If one finds none (the last
//! place is gone, another phone was faster), nothing is done and the plan is made again from what is there now.

use diesel::{
    Connection, QueryResult, RunQueryDsl,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::Error as Sql,
    sql_types::Integer,
};

use super::{Conn, MultiBackend};
use crate::{live::Notice, problem::Error};

// Each time a plan is overtaken, somebody else's write went through: only a thread or a jeune with more hands than this at
// the same moment is asked to come back.
pub(super) const TRIES: usize = 64;

type Change = Box<dyn QueryFragment<MultiBackend>>;

pub(super) struct Step {
    change: Change,
    // Whether the plan is void when it touches no row.
    needed: bool,
}

/// What changes, what is answered, and who is told.
pub struct Plan<T> {
    pub(super) value: T,
    pub(super) notices: Vec<Notice>,
    pub(super) changes: Vec<Step>,
}

impl<T> Plan<T> {
    /// A plan that answers and changes nothing yet.
    pub fn answer(value: T) -> Self {
        Self { value, notices: Vec::new(), changes: Vec::new() }
    }

    /// What will be answered.
    pub fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// Changes something too: a statement that touches a row, or the plan is void. No change sees what another one did.
    pub fn change(mut self, change: impl QueryFragment<MultiBackend> + 'static) -> Self {
        self.changes.push(Step { change: Box::new(change), needed: true });
        self
    }

    /// Changes what there may be: it is no fault when there is none.
    pub fn also(mut self, change: impl QueryFragment<MultiBackend> + 'static) -> Self {
        self.changes.push(Step { change: Box::new(change), needed: false });
        self
    }

    /// Says something to the live streams, after the commit only.
    pub fn tell(mut self, notice: Notice) -> Self {
        self.notices.push(notice);
        self
    }

    /// Makes all changes as a part of what is under way, or says what stood against one of them.
    pub fn run(&self, db: &mut Conn) -> QueryResult<()> {
        match db {
            _ if self.changes.is_empty() => Ok(()),
            Conn::Postgres(_) => Prepared(&AtOnce(&self.changes)).load::<i32>(db).map(drop),
            Conn::Sqlite(_) => one_by_one(db, &self.changes),
        }
    }

    /// Makes all changes, or none and says `false`: then the plan was overtaken.
    pub(super) fn carry_out(&self, db: &mut Conn) -> Result<bool, Error> {
        match self.run(db) {
            Ok(()) => Ok(true),
            Err(why) if is_overtaken(&why) => Ok(false),
            Err(why) => Err(why.into()),
        }
    }
}

fn one_by_one(db: &mut Conn, changes: &[Step]) -> QueryResult<()> {
    db.transaction(|db| {
        for step in changes {
            if Prepared(&Touching(&step.change)).load::<i32>(db)?.is_empty() && step.needed {
                return Err(Sql::RollbackTransaction);
            }
        }
        Ok(())
    })
}

fn is_overtaken(why: &Sql) -> bool {
    match why {
        Sql::RollbackTransaction => true,
        // PostgreSQL quotes the word that is no number, in whatever language it speaks.
        Sql::DatabaseError(_, what) if what.message().contains(OVERTAKEN) => true,
        why => Error::is_collision_of(why),
    }
}

const OVERTAKEN: &str = "overtaken";

/// A change that says which rows it touched.
struct Touching<'a>(&'a Change);

impl QueryFragment<MultiBackend> for Touching<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" RETURNING 1");
        Ok(())
    }
}

/// Several changes as one statement of PostgreSQL, which fails as a whole when one of them touches no row.
struct AtOnce<'a>(&'a [Step]);

impl QueryFragment<MultiBackend> for AtOnce<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        for (i, step) in self.0.iter().enumerate() {
            out.push_sql(if i == 0 { "WITH " } else { "), " });
            out.push_sql(&format!("c{i} AS ("));
            step.change.walk_ast(out.reborrow())?;
            out.push_sql(" RETURNING 1");
        }
        let needed = self.0.iter().enumerate().filter(|(_, step)| step.needed);
        let touched: Vec<String> = needed.map(|(i, _)| format!("EXISTS (SELECT FROM c{i})")).collect();
        let touched = if touched.is_empty() { "TRUE".to_owned() } else { touched.join(" AND ") };
        out.push_sql(&format!(") SELECT (CASE WHEN {touched} THEN '1' ELSE '{OVERTAKEN}' END)::integer"));
        Ok(())
    }
}

/// A statement that is prepared once for a connection. Diesel prepares an update anew each time, since its columns could vary;
/// those of a plan do not, and preparing costs as much as doing.
struct Prepared<'a>(&'a dyn QueryFragment<MultiBackend>);

impl QueryFragment<MultiBackend> for Prepared<'_> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &MultiBackend) -> QueryResult<bool> {
        Ok(true)
    }
}

impl QueryId for Prepared<'_> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Prepared<'_> {
    type SqlType = Integer;
}

impl RunQueryDsl<Conn> for Prepared<'_> {}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
    use shared::{Instant, ProblemKind};

    use super::{Plan, TRIES};
    use crate::{
        db::{self, Conn},
        problem::Error,
        schema::structure,
        test_app::TestApp,
    };

    fn rename(id: &str, nom: &'static str) -> Plan<()> {
        let there = diesel::update(structure::table.find(id.to_owned())).set(structure::nom.eq(nom));
        Plan::answer(()).change(there)
    }

    fn names(app: &TestApp) -> Vec<String> {
        let mut db = db::connect(&app.app.settings.database).unwrap();
        structure::table.order(structure::nom).select(structure::nom).load(&mut db).unwrap()
    }

    // Runs a plan, says what came of it and how many times it was made.
    fn run(
        app: &TestApp,
        make: impl Fn(&mut Conn, usize) -> Result<Plan<()>, Error> + Send + 'static,
    ) -> (Result<(), Error>, usize) {
        let made = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&made);
        let counted = move |db: &mut Conn, _: Instant| make(db, count.fetch_add(1, Ordering::Relaxed));
        let done = actix_web::rt::System::new().block_on(app.app.db.write_plan(counted));
        (done, made.load(Ordering::Relaxed))
    }

    #[test]
    fn a_plan_that_was_overtaken_changes_nothing_and_is_made_again() {
        let app = TestApp::start();
        let id = app.structure().to_string();
        let (done, made) = run(&app, move |_, before| match before {
            0 => {
                let gone = diesel::delete(structure::table.find("nobody".to_owned()));
                Ok(rename(&id, "Undone").change(gone))
            }
            _ => Err(ProblemKind::CreneauComplet.into()),
        });
        assert!(matches!(done, Err(Error::Refused(problem)) if problem.kind == ProblemKind::CreneauComplet));
        assert_eq!((made, names(&app)), (2, vec!["Mission locale".to_owned()]));
    }

    #[test]
    fn a_plan_that_a_unique_refuses_changes_nothing_and_is_made_again() {
        let app = TestApp::start();
        let id = app.structure().to_string();
        let (done, made) = run(&app, move |_, before| {
            let twin = diesel::insert_into(structure::table).values((
                structure::id.eq(if before == 0 { id.clone() } else { "another".to_owned() }),
                structure::nom.eq("Other"),
                structure::creee_le.eq(0),
            ));
            Ok(rename(&id, "Renamed").change(twin))
        });
        assert!(done.is_ok());
        assert_eq!((made, names(&app)), (2, vec!["Other".to_owned(), "Renamed".to_owned()]));
    }

    #[test]
    fn a_plan_that_never_holds_is_given_up() {
        let app = TestApp::start();
        let (done, made) = run(&app, |_, _| Ok(rename("nobody", "Nobody")));
        assert!(matches!(done, Err(Error::Unavailable)));
        assert_eq!(made, TRIES);
    }
}
