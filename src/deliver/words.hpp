#pragma once

#include "deliver/render.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

// The sentences that text and HTML share.

/// "Tuesday 1 April 2031, 09:00 EDT".
[[nodiscard]] std::string long_time(absl::Time time, std::string_view timezone);

/// "76 events", "1 event".
[[nodiscard]] std::string count_of(std::int64_t count, std::string_view one, std::string_view many);

/// "76 events from 25 sources", or that nothing could be read.
[[nodiscard]] std::string headline(MailContent const& content);

/// What it means for the calendar that nothing could be read, and what to do.
inline constexpr std::string_view nothing_read_words =
    "Nothing was published; what was there before is as it was. Is the network there? Look on the machine that ran it: "
    "almanac doctor";

/// "Almanac, run 2026-11-23T18-00-00Z, published in s3://bucket/prefix": below the mail.
[[nodiscard]] std::string origin_words(MailContent const& content);

/// "Sat 5 Apr 2031, 19:30", of the cells "2031-04-05" and "19:30".
[[nodiscard]] std::string short_time(std::string_view date, std::string_view clock);

/// "Owl Walk, Sun 6 Apr 2031, 19:30": what the import adds it as; empty when it keeps its name and time.
[[nodiscard]] std::string moved_to(ChangeLine const& line);

/// "broken, was operational"
[[nodiscard]] std::string status_words(MailSource const& source);

/// How long the links work, and who can use them; empty without links.
[[nodiscard]] std::string link_words(MailExtras const& extras, std::string_view timezone);

/// Sources under one heading.
struct SourceGroup {
    std::string_view title;
    bool urgent = false;
    std::vector<MailSource const*> sources;
};

/// Those that need attention, those worth a look; empty groups left out.
[[nodiscard]] std::vector<SourceGroup> attention_of(MailContent const& content);

/// The changes under one heading, and how many are only in changes.csv.
struct Section {
    std::string title;
    std::vector<ChangeLine const*> lines;
    std::int64_t left_out = 0;
};

/// To do by hand, changed, new; those that are empty left out.
[[nodiscard]] std::vector<Section> sections_of(MailContent const& content);

/// What comes after the last line of a section that is not complete; else empty.
[[nodiscard]] std::string left_out_words(Section const& section);

/// Names of the files that are imported, in their order: "venues.csv, organizers.csv, events.csv".
[[nodiscard]] std::string import_order(MailContent const& content);

}  // namespace almanac
