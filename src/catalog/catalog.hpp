#pragma once

#include "catalog/name_book.hpp"
#include "fetch/fetch_options.hpp"
#include "merge/changes.hpp"

#include <absl/time/time.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// The catalog cannot be worked with. The text names the file, what is wrong and the cure.
struct CatalogError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// How a source did in one harvest.
struct SourceRun {
    std::string source{};
    absl::Time time{};
    std::string status{};  ///< to_string(SourceStatus)
    int events = 0;        ///< usable events of that day, without those kept from before
    int pages = 0;
    int failed_pages = 0;
    std::int64_t bytes = 0;
    int retries = 0;
    double seconds = 0;

    bool operator==(SourceRun const&) const = default;
};

/// What the last harvest of all sources took.
struct HarvestFigures {
    absl::Time time{};
    double seconds = 0;
    double megabytes = 0;  ///< of memory, at most

    bool operator==(HarvestFigures const&) const = default;
};

/// What earlier harvests of a source say of a new one (the same words as in SourceFacts).
struct SourceHistory {
    double usual = 0;           ///< median of the events of its good runs
    int good_runs = 0;          ///< runs in which it was read and gave something, or rightly nothing
    int unread_before = 0;      ///< newest runs, without a gap, in which it could not be read at all
    std::string last_status{};  ///< of the newest run; empty when there was none
};

/// The mail of a run, kept until it is sent and a while longer.
struct KeptMail {
    std::string run{};      ///< name of the run
    absl::Time kept{};      ///< since when
    std::string content{};  ///< JSON (deliver/content.hpp)
    std::string state{};    ///< "waiting", "sent", "unwanted" (by the setting `when`), "given up"
    int tries = 0;
    std::string problem{};  ///< of the last try
    std::string owed{};     ///< addresses parted by commas that have not got it, when others have

    bool operator==(KeptMail const&) const = default;
};

class Database;

/// What is remembered between harvests: one SQLite file. It is opened by the first call that needs it; one that is not
/// there counts as empty, until begin() creates it. All functions throw CatalogError and may be called from several
/// threads. Saving is for the time between begin() and commit() only (else std::logic_error).
class Catalog {
public:
    /// `shown` is what messages call the file, where people know it by another name.
    explicit Catalog(std::filesystem::path file, Aliases const& venue_aliases = {},
                     Aliases const& organizer_aliases = {}, std::string const& shown = {});
    ~Catalog();

    /// Starts the transaction of a harvest. What is saved from here on is there after commit() or not at all, however
    /// the program ends. Throws when another harvest has begun and not ended.
    void begin();
    /// Saves the names that were published, removes what is too old and ends the transaction. To be called when the
    /// files are stored. Without it everything is as before.
    void commit(absl::Time now);

    [[nodiscard]] std::vector<KnownEvent> known_events(std::string_view source);
    /// Replaces all that is known of the source's events.
    void save_known_events(std::string_view source, std::span<KnownEvent const> events);

    /// The venue as it is published: spelled as its alias says, else as first seen, with the address that is known of
    /// it; what was not known is taken from `place` and remembered. A place that cannot be the known one of its name
    /// gets its city or state into the name ("Library (Fairfax)"), because WordPress tells venues apart by name
    /// alone. What is no venue name ("TBD") comes back without a name.
    [[nodiscard]] Place publish_venue(Place place);
    /// The organizer as it is published, in the same way.
    [[nodiscard]] Organizer publish_organizer(Organizer organizer);
    /// All venues and organizers of all harvests, by name.
    [[nodiscard]] std::vector<Place> venues();
    [[nodiscard]] std::vector<Organizer> organizers();

    void save_run(SourceRun const& run);
    /// The runs of a source, newest first; 90 are kept.
    [[nodiscard]] std::vector<SourceRun> runs(std::string_view source);
    [[nodiscard]] SourceHistory history(std::string_view source);

    /// The figures of this harvest, in place of those of the last.
    void save_harvest(HarvestFigures const& figures);
    [[nodiscard]] std::optional<HarvestFigures> last_harvest();

    /// Replaces the mail of the same run.
    void save_mail(KeptMail const& mail);
    /// Newest first; 20 are kept.
    [[nodiscard]] std::vector<KeptMail> mails();

    /// `url` is a key: complete, secrets redacted.
    [[nodiscard]] std::optional<CachedPage> find_page(std::string_view url);
    /// Bodies that compress to more than 4 MB are not kept; pages that no run saved for 90 days go.
    void save_page(std::string_view url, CachedPage const& page, absl::Time now);

private:
    struct Books {
        VenueBook venues;
        OrganizerBook organizers;
    };

    Database* open_if_there();
    Database& transaction();
    Books& books();

    std::filesystem::path m_file;
    std::filesystem::path m_shown;
    std::mutex m_mutex;
    std::unique_ptr<Database> m_database;
    Books m_books;
    bool m_books_read = false;
};

/// The history that runs tell, newest first.
[[nodiscard]] SourceHistory history_of(std::span<SourceRun const> runs);

}  // namespace almanac
