#pragma once

#include "config/config.hpp"
#include "event/event.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// "captures/vnps.jsonl" for "captures/vnps.warc.gz": the events expected of a capture stand beside it.
[[nodiscard]] std::string events_file(std::string capture);

/// One schema.org/Event a line, in the order of start, name and address.
[[nodiscard]] std::string to_json_lines(std::span<Event const> events);

/// What differs between two texts of events as JSON lines: one sentence for each event, naming what changed of it.
[[nodiscard]] std::vector<std::string> differences_between(std::string_view expected, std::string_view read);

/// Replays the capture that a source names, with its clock, and holds the events against the expected ones. One
/// sentence for each difference; empty when all is as it was. Throws ConfigError when a file is missing.
[[nodiscard]] std::vector<std::string> check_capture(Source const& source, Plan const& plan);

}  // namespace almanac
