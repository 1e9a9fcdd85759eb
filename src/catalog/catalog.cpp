#include "catalog/catalog.hpp"

#include "catalog/page_table.hpp"
#include "catalog/sqlite.hpp"
#include "event/event_json.hpp"
#include "event/names.hpp"
#include "json/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace almanac {
namespace {

constexpr int kept_runs = 90;
constexpr int kept_mails = 20;
constexpr absl::Duration page_age = absl::Hours(24 * 90);
/// An event that no harvest has listed for so long is nobody's any more.
constexpr absl::Duration event_age = absl::Hours(24 * 400);

void save(Database const& database, Place const& place)
{
    database
        .prepare("INSERT OR REPLACE INTO venue (key, name, street, city, state, postal_code, country, phone, url, "
                 "latitude, longitude) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind_all(name_key(place.name), place.name, place.street, place.city, place.state, place.postal_code,
                  place.country, place.phone, place.url, place.latitude, place.longitude)
        .step();
}

void save(Database const& database, Organizer const& organizer)
{
    database.prepare("INSERT OR REPLACE INTO organizer (key, name, url, email, phone) VALUES (?, ?, ?, ?, ?)")
        .bind_all(name_key(organizer.name), organizer.name, organizer.url, organizer.email, organizer.phone)
        .step();
}

Place read_venue(Statement const& row)
{
    return {row.text(0), row.text(1), row.text(2), row.text(3),   row.text(4),
            row.text(5), row.text(6), row.text(7), row.number(8), row.number(9)};
}

bool is_good(SourceRun const& run)
{
    return run.status.starts_with("operational") || (run.status == "broken" && run.events > 0);
}

}  // namespace

Catalog::Catalog(std::filesystem::path file, Aliases const& venue_aliases, Aliases const& organizer_aliases,
                 std::string const& shown)
    : m_file(std::move(file)),
      m_shown(shown.empty() ? m_file : std::filesystem::path{shown}), m_books{VenueBook{venue_aliases},
                                                                              OrganizerBook{organizer_aliases}}
{
}

// Closing the database rolls back what was not committed.
Catalog::~Catalog() = default;

Database* Catalog::open_if_there()
{
    if (!m_database && std::filesystem::exists(m_file))
        m_database = std::make_unique<Database>(m_file, m_shown);
    return m_database.get();
}

Database& Catalog::transaction()
{
    if (!m_database || !m_database->in_transaction())
        throw std::logic_error{"The catalog is saved to between begin() and commit() only."};
    return *m_database;
}

void Catalog::begin()
{
    std::lock_guard const lock{m_mutex};
    if (!m_database) {
        std::error_code ignored;  // SQLite says it better
        std::filesystem::create_directories(m_file.parent_path(), ignored);
        m_database = std::make_unique<Database>(m_file, m_shown);
    }
    m_database->execute("BEGIN IMMEDIATE");
}

void Catalog::commit(absl::Time now)
{
    std::lock_guard const lock{m_mutex};
    auto const& database = transaction();
    for (auto const& venue : books().venues.take_changed())
        save(database, venue);
    for (auto const& organizer : books().organizers.take_changed())
        save(database, organizer);
    database.prepare("DELETE FROM page WHERE saved < ?").bind(1, absl::ToUnixSeconds(now - page_age)).step();
    database.prepare("DELETE FROM event WHERE last_seen < ?").bind(1, absl::ToUnixSeconds(now - event_age)).step();
    database
        .prepare("DELETE FROM run WHERE (source, time) IN (SELECT source, time FROM (SELECT source, time, row_number() "
                 "OVER (PARTITION BY source ORDER BY time DESC) AS n FROM run) WHERE n > ?)")
        .bind(1, kept_runs)
        .step();
    database
        .prepare("DELETE FROM mail WHERE run IN (SELECT run FROM mail ORDER BY kept DESC, run DESC LIMIT -1 OFFSET ?)")
        .bind(1, kept_mails)
        .step();
    database.execute("COMMIT");
}

std::vector<KnownEvent> Catalog::known_events(std::string_view source)
{
    std::lock_guard const lock{m_mutex};
    std::vector<KnownEvent> events;
    auto const* database = open_if_there();
    if (database == nullptr)
        return events;
    auto query = database->prepare("SELECT identity, content_hash, first_seen, last_seen, missed, event FROM event "
                                   "WHERE source = ? ORDER BY identity");
    query.bind(1, source);
    while (query.step()) {
        try {
            events.push_back({query.text(0), query.text(1), read_event_json(query.text(5)),
                              absl::FromUnixSeconds(query.integer(2)), absl::FromUnixSeconds(query.integer(3)),
                              query.small(4)});
        } catch (JsonError const& e) {
            throw_damaged(m_shown, fmt::format("an event of {}: {}", source, e.what()));
        }
    }
    return events;
}

void Catalog::save_known_events(std::string_view source, std::span<KnownEvent const> events)
{
    std::lock_guard const lock{m_mutex};
    auto const& database = transaction();
    database.prepare("DELETE FROM event WHERE source = ?").bind(1, source).step();
    auto insert =
        database.prepare("INSERT OR REPLACE INTO event (source, identity, content_hash, first_seen, last_seen, "
                         "missed, event) VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (auto const& known : events)
        insert
            .bind_all(source, known.identity, known.content_hash, absl::ToUnixSeconds(known.first_seen),
                      absl::ToUnixSeconds(known.last_seen), known.missed, to_json_line(known.event))
            .step();
}

Catalog::Books& Catalog::books()
{
    if (m_books_read)
        return m_books;
    if (auto const* database = open_if_there()) {
        auto venues = database->prepare("SELECT name, street, city, state, postal_code, country, phone, url, latitude, "
                                        "longitude FROM venue ORDER BY key");
        while (venues.step())
            m_books.venues.add_known(read_venue(venues));
        auto organizers = database->prepare("SELECT name, url, email, phone FROM organizer ORDER BY key");
        while (organizers.step())
            m_books.organizers.add_known(
                {organizers.text(0), organizers.text(1), organizers.text(2), organizers.text(3)});
    }
    m_books_read = true;
    return m_books;
}

Place Catalog::publish_venue(Place place)
{
    std::lock_guard const lock{m_mutex};
    return books().venues.publish(std::move(place));
}

Organizer Catalog::publish_organizer(Organizer organizer)
{
    std::lock_guard const lock{m_mutex};
    return books().organizers.publish(std::move(organizer));
}

std::vector<Place> Catalog::venues()
{
    std::lock_guard const lock{m_mutex};
    return books().venues.all();
}

std::vector<Organizer> Catalog::organizers()
{
    std::lock_guard const lock{m_mutex};
    return books().organizers.all();
}

void Catalog::save_run(SourceRun const& run)
{
    std::lock_guard const lock{m_mutex};
    transaction()
        .prepare("INSERT OR REPLACE INTO run (source, time, status, events, pages, failed_pages, bytes, retries, "
                 "seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind_all(run.source, absl::ToUnixSeconds(run.time), run.status, run.events, run.pages, run.failed_pages,
                  run.bytes, run.retries, run.seconds)
        .step();
}

std::vector<SourceRun> Catalog::runs(std::string_view source)
{
    std::lock_guard const lock{m_mutex};
    std::vector<SourceRun> runs;
    auto const* database = open_if_there();
    if (database == nullptr)
        return runs;
    auto query = database->prepare("SELECT time, status, events, pages, failed_pages, bytes, retries, seconds FROM run "
                                   "WHERE source = ? ORDER BY time DESC LIMIT ?");
    query.bind(1, source).bind(2, kept_runs);
    while (query.step())
        runs.push_back({std::string{source}, absl::FromUnixSeconds(query.integer(0)), query.text(1), query.small(2),
                        query.small(3), query.small(4), query.integer(5), query.small(6), query.number(7).value_or(0)});
    return runs;
}

SourceHistory Catalog::history(std::string_view source)
{
    return history_of(runs(source));
}

void Catalog::save_harvest(HarvestFigures const& figures)
{
    std::lock_guard const lock{m_mutex};
    auto const& database = transaction();
    database.execute("DELETE FROM harvest");
    database.prepare("INSERT INTO harvest (time, seconds, megabytes) VALUES (?, ?, ?)")
        .bind_all(absl::ToUnixSeconds(figures.time), figures.seconds, figures.megabytes)
        .step();
}

std::optional<HarvestFigures> Catalog::last_harvest()
{
    std::lock_guard const lock{m_mutex};
    auto const* database = open_if_there();
    if (database == nullptr)
        return std::nullopt;
    auto query = database->prepare("SELECT time, seconds, megabytes FROM harvest");
    if (!query.step())
        return std::nullopt;
    return HarvestFigures{absl::FromUnixSeconds(query.integer(0)), query.number(1).value_or(0),
                          query.number(2).value_or(0)};
}

void Catalog::save_mail(KeptMail const& mail)
{
    std::lock_guard const lock{m_mutex};
    transaction()
        .prepare("INSERT OR REPLACE INTO mail (run, kept, content, state, tries, problem, owed) VALUES (?, ?, ?, ?, ?, "
                 "?, ?)")
        .bind_all(mail.run, absl::ToUnixSeconds(mail.kept), mail.content, mail.state, mail.tries, mail.problem,
                  mail.owed)
        .step();
}

std::vector<KeptMail> Catalog::mails()
{
    std::lock_guard const lock{m_mutex};
    std::vector<KeptMail> mails;
    auto const* database = open_if_there();
    if (database == nullptr)
        return mails;
    auto query = database->prepare(
        "SELECT run, kept, content, state, tries, problem, owed FROM mail ORDER BY kept DESC, run DESC");
    while (query.step())
        mails.push_back({query.text(0), absl::FromUnixSeconds(query.integer(1)), query.text(2), query.text(3),
                         query.small(4), query.text(5), query.text(6)});
    return mails;
}

std::optional<CachedPage> Catalog::find_page(std::string_view url)
{
    std::lock_guard const lock{m_mutex};
    auto const* database = open_if_there();
    return database == nullptr ? std::nullopt : almanac::find_page(*database, url);
}

void Catalog::save_page(std::string_view url, CachedPage const& page, absl::Time now)
{
    auto const body = compressed_body(page);  // before the lock: it takes its time
    std::lock_guard const lock{m_mutex};
    almanac::save_page(transaction(), url, page, body, now);
}

SourceHistory history_of(std::span<SourceRun const> runs)
{
    SourceHistory history;
    if (!runs.empty())
        history.last_status = runs.front().status;
    std::vector<int> events;
    bool unread_so_far = true;
    for (auto const& run : runs) {
        bool const tried = run.pages > 0 || run.failed_pages > 0;
        if (tried && run.pages > 0)
            unread_so_far = false;
        if (tried && unread_so_far)
            ++history.unread_before;
        if (is_good(run))
            events.push_back(run.events);
    }
    history.good_runs = static_cast<int>(events.size());
    if (events.empty())
        return history;
    std::ranges::sort(events);
    auto const middle = events.size() / 2;
    history.usual = events.size() % 2 == 1 ? events[middle] : (events[middle - 1] + events[middle]) / 2.0;
    return history;
}

}  // namespace almanac
