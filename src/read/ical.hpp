#pragma once

#include "read/options.hpp"
#include "read/reader.hpp"

#include <string>
#include <string_view>

namespace almanac {

/// The events of an iCalendar file (RFC 5545) as it states them; recurrences are not expanded. `page_url` is the base
/// of relative links, `charset` what the server said (may be empty). A broken component is a note with its line and
/// costs only itself; an event without a readable start is a drop. Never throws on what the bytes hold.
[[nodiscard]] Reading read_ical(std::string_view bytes, Source const& source, std::string_view page_url,
                                ReadOptions const& options, std::string_view charset = {});

/// reader = "ical": the file at the source's url.
class IcalReader final : public Reader {
public:
    Reading read(ReadContext const& context) override;
};

/// The Events Calendar puts 30 events at most into a file (`?ical=1`), and has further files at
/// list/page/N/, which overlap. The address of the file after `page`; empty when it holds fewer or is none of these.
[[nodiscard]] std::string next_calendar_file(Page const& page);

}  // namespace almanac
