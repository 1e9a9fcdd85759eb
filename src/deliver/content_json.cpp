#include "deliver/content.hpp"
#include "json/json.hpp"
#include "json/members.hpp"
#include "text/charset.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <limits>

namespace almanac {
namespace {

namespace json = boost::json;

constexpr auto most = std::numeric_limits<std::int64_t>::max();

json::string text_of(std::string_view text)
{
    return json::string{to_utf8(text, "utf-8")};
}

json::object to_object(MailSource const& source)
{
    return {{"id", text_of(source.id)},         {"name", text_of(source.name)}, {"status", text_of(source.status)},
            {"before", text_of(source.before)}, {"urgent", source.urgent},      {"message", text_of(source.message)}};
}

json::object to_object(ChangeLine const& line)
{
    return {{"toDo", text_of(line.to_do)},       {"change", text_of(line.change)},
            {"name", text_of(line.name)},        {"date", text_of(line.date)},
            {"clock", text_of(line.clock)},      {"newName", text_of(line.new_name)},
            {"newDate", text_of(line.new_date)}, {"newClock", text_of(line.new_clock)},
            {"url", text_of(line.url)},          {"organizer", text_of(line.organizer)},
            {"why", text_of(line.why)}};
}

json::object to_object(MailFile const& file)
{
    return {{"name", text_of(file.name)},
            {"path", text_of(file.path)},
            {"latest", text_of(file.latest)},
            {"type", text_of(file.content_type)},
            {"bytes", file.bytes}};
}

template <class Item>
json::array to_array(std::vector<Item> const& items)
{
    json::array array;
    for (auto const& item : items)
        array.push_back(to_object(item));
    return array;
}

MailSource read_source(json::object const& object)
{
    return {read_text(object, "id"),     read_text(object, "name"),    read_text(object, "status"),
            read_text(object, "before"), read_text(object, "message"), read_flag(object, "urgent")};
}

ChangeLine read_change(json::object const& object)
{
    return {read_text(object, "toDo"),      read_text(object, "change"),   read_text(object, "name"),
            read_text(object, "date"),      read_text(object, "clock"),    read_text(object, "newName"),
            read_text(object, "newDate"),   read_text(object, "newClock"), read_text(object, "url"),
            read_text(object, "organizer"), read_text(object, "why")};
}

MailFile read_file(json::object const& object)
{
    return {read_text(object, "name"), read_text(object, "path"), read_text(object, "latest"),
            read_text(object, "type"), read_count(object, "bytes", most)};
}

}  // namespace

std::string to_json(MailContent const& content)
{
    return json::serialize(json::object{{"run", text_of(content.run)},
                                        {"time", absl::ToUnixSeconds(content.time)},
                                        {"timezone", text_of(content.timezone)},
                                        {"place", text_of(content.place)},
                                        {"events", content.events},
                                        {"sources", content.sources},
                                        {"toDo", content.to_do},
                                        {"new", content.added},
                                        {"changed", content.changed},
                                        {"cancelled", content.cancelled},
                                        {"gone", content.gone},
                                        {"news", content.news},
                                        {"nothingRead", content.nothing_read},
                                        {"attention", to_array(content.attention)},
                                        {"changes", to_array(content.changes)},
                                        {"files", to_array(content.files)}});
}

MailContent read_mail_content(std::string_view json_text)
{
    auto const value = read_json(json_text);
    auto const& object = as_object(value);
    MailContent content{.run = read_text(object, "run"),
                        .time = absl::FromUnixSeconds(read_count(object, "time", most)),
                        .timezone = read_text(object, "timezone"),
                        .place = read_text(object, "place"),
                        .events = read_count(object, "events", most),
                        .sources = read_count(object, "sources", most),
                        .to_do = read_count(object, "toDo", most),
                        .added = read_count(object, "new", most),
                        .changed = read_count(object, "changed", most),
                        .cancelled = read_count(object, "cancelled", most),
                        .gone = read_count(object, "gone", most),
                        .news = read_flag(object, "news"),
                        .nothing_read = read_flag(object, "nothingRead")};
    for (auto const& source : read_array(object, "attention"))
        content.attention.push_back(read_source(as_object(source)));
    for (auto const& change : read_array(object, "changes"))
        content.changes.push_back(read_change(as_object(change)));
    for (auto const& file : read_array(object, "files"))
        content.files.push_back(read_file(as_object(file)));
    return content;
}

}  // namespace almanac
