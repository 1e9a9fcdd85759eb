#include "command/lambda_event.hpp"

#include "command/times.hpp"
#include "config/error.hpp"
#include "json/json.hpp"
#include "store/publish.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace almanac {
namespace {

namespace json = boost::json;

constexpr std::string_view forms = R"(Events: {}, {"run": RUN}, {"source": ID, "run": RUN}, {"merge": RUN})";

/// A member's text, empty when it is not there.
std::string read_word(json::object const& object, std::string_view key)
{
    auto const* const value = object.if_contains(key);
    if (value == nullptr)
        return {};
    auto text = to_text(*value);
    if (!value->is_string() || text.empty() || text.size() > 100 || text.starts_with('-'))
        throw JsonError{fmt::format("'{}' of the event is no short text. {}", key, forms)};
    return text;
}

std::string read_run_member(json::object const& object, std::string_view key, absl::Time now)
{
    auto const text = read_word(object, key);
    if (text.empty())
        return run_name(now);
    try {
        return run_name(read_run(text, key));
    } catch (ConfigError const&) {
        throw JsonError{fmt::format("'{}' of the event is not the name of a run, such as 2026-11-23T18-00-00Z", key)};
    }
}

}  // namespace

std::vector<std::string> read_lambda_event(std::string_view event, absl::Time now)
{
    auto const value = read_json(event);
    auto const* const object = value.if_object();
    if (object == nullptr)
        throw JsonError{fmt::format("the event is no object. {}", forms)};
    // The envelope of EventBridge has a "source" of its own, "aws.events".
    if (object->contains("detail-type"))
        return {"run", "--run", read_run_member(*object, "time", now)};
    for (auto const& [key, ignored] : *object)
        if (key != "run" && key != "source" && key != "merge")
            throw JsonError{fmt::format("the event has a member that is not known. {}", forms)};
    if (object->contains("merge")) {
        if (object->size() > 1)
            throw JsonError{fmt::format("'merge' stands alone in an event. {}", forms)};
        return {"merge", read_run_member(*object, "merge", now)};
    }
    std::vector<std::string> words{"run", "--run", read_run_member(*object, "run", now)};
    if (auto source = read_word(*object, "source"); !source.empty()) {
        words.emplace_back("--shard");
        words.push_back(std::move(source));
    }
    return words;
}

}  // namespace almanac
