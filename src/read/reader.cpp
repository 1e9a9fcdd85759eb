#include "read/reader.hpp"

#include "config/platforms.hpp"
#include "read/auto.hpp"
#include "read/html.hpp"
#include "read/ical.hpp"
#include "read/json.hpp"
#include "read/jsonld.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace almanac {

std::unique_ptr<Reader> make_reader(Source const& source)
{
    auto const& kind = source.reader;
    if (kind == "auto")
        return std::make_unique<AutoReader>();
    if (kind == "html")
        return std::make_unique<HtmlReader>();
    if (kind == "json")
        return std::make_unique<JsonReader>();
    if (kind == "ical")
        return std::make_unique<IcalReader>();
    if (kind == "jsonld")
        return std::make_unique<JsonLdReader>();
    auto const all = all_readers();
    if (std::ranges::find(all, kind) != all.end())
        return std::make_unique<AutoReader>(kind);
    throw ConfigError{fmt::format("{}: there is no reader '{}'{}. Readers: {}.", to_string(source.position), kind,
                                  did_you_mean(kind, reader_names), fmt::join(reader_names, ", "))};
}

}  // namespace almanac
