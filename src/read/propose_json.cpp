#include "read/propose_json.hpp"

#include "event/money.hpp"
#include "json/json.hpp"
#include "read/field_reader.hpp"
#include "read/json_lists.hpp"
#include "read/page_parts.hpp"
#include "read/places.hpp"
#include "read/propose_extras.hpp"
#include "text/text.hpp"
#include "time/read_when.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace almanac {
namespace {

using boost::json::value;

constexpr std::size_t max_looked_at = 25;  ///< objects of a list
constexpr std::size_t max_date_text = 60;

/// What the objects of a list hold at one path.
struct Column {
    std::string path;
    std::vector<std::string> texts;  ///< one for each object that has it
};

std::vector<Column> columns_of(std::vector<value const*> const& objects)
{
    std::map<std::string, std::size_t> places;
    std::vector<Column> columns;
    for (std::size_t i = 0; i < std::min(objects.size(), max_looked_at); ++i)
        for (auto& part : parts_of({{}, objects[i]})) {
            auto const [place, is_new] = places.try_emplace(part.place, columns.size());
            if (is_new)
                columns.push_back({part.place, {}});
            columns[place->second].texts.push_back(std::move(part.text));
        }
    return columns;
}

bool has_word(std::string_view path, std::initializer_list<std::string_view> words)
{
    auto const low = lower_ascii(path);
    return std::ranges::any_of(words, [&](auto word) { return low.find(word) != std::string::npos; });
}

/// The last member of a path: "name" of "venue.name".
std::string last_step(std::string_view path)
{
    while (path.ends_with("[0]"))
        path.remove_suffix(3);
    auto const dot = path.rfind('.');
    return lower_ascii(dot == path.npos ? path : path.substr(dot + 1));
}

double share(Column const& column, std::size_t objects, std::function<bool(std::string const&)> const& holds)
{
    return static_cast<double>(std::ranges::count_if(column.texts, holds)) / static_cast<double>(objects);
}

/// What members of events are called, by what they hold. Scores from 0: it is not that.
class Judge {
public:
    Judge(ReadContext const& context, std::size_t objects)
        : m_options{context.now, context.source.timezone, context.source.day_first}, m_objects(objects)
    {
    }

    [[nodiscard]] double date(Column const& column) const
    {
        auto const step = last_step(column.path);
        bool const named = has_word(step, {"date", "start", "begin", "when", "time", "day", "from", "end"});
        auto const dates = dates_of(column);
        if (dates < 0.5)
            return 0;
        double value = dates + (named ? 2 : 0) + (has_word(step, {"start", "begin", "from"}) ? 2 : 0);
        if (has_word(column.path, {"created", "modified", "updat", "publi", "posted", "expir", "deadline", "regist",
                                   "timestamp", "sale", "lastmod"}))
            value -= 3;
        if (has_word(step, {"utc", "gmt", "epoch"}))
            value -= 0.5;
        if (is_end(step))
            value -= 2.5;
        return value < 0.5 ? 0 : value;
    }

    [[nodiscard]] double dates_of(Column const& column) const
    {
        bool const named =
            has_word(last_step(column.path), {"date", "start", "begin", "when", "time", "day", "from", "end"});
        return share(column, m_objects, [&](auto const& text) { return is_date(text, named); });
    }

    [[nodiscard]] double end(Column const& column) const { return is_end(last_step(column.path)) ? date(column) : 0; }

    /// "7:00 PM" beside a date of its own.
    [[nodiscard]] double clock(Column const& column) const
    {
        auto const step = last_step(column.path);
        if (!has_word(step, {"time", "hour"}) || is_end(step))
            return 0;
        auto const clocks = share(column, m_objects, [&](auto const& text) {
            auto const read = read_when("2031-04-05 " + text, m_options).times;
            return text.size() <= 20 && !is_date(text, false) && !read.empty() && !read.front().all_day;
        });
        return clocks >= 0.3 ? clocks + (has_word(step, {"start", "begin"}) ? 1 : 0) : 0;
    }

    [[nodiscard]] double name(Column const& column) const
    {
        auto const step = last_step(column.path);
        bool const named = has_word(step, {"title", "name", "summary", "subject", "headline"});
        auto const words = share(column, m_objects, [&](auto const& text) {
            return text.size() <= 250 && has_letters(text) && (named || !is_date(text, false)) && !is_link(text);
        });
        std::set<std::string> const different{column.texts.begin(), column.texts.end()};
        if (words < 0.5 || step.ends_with("id"))
            return 0;
        double value = words + static_cast<double>(different.size()) / static_cast<double>(column.texts.size());
        if (named)
            value += step == "title" || step == "name" || step == "summary" ? 3 : 2;
        if (has_word(column.path, {"venue", "location", "place", "categor", "organi", "author", "image", "file", "url",
                                   "link", "slug", "guid", "status", "type", "user", "timezone", "site"}))
            value -= 3;
        return std::max(value, 0.0);
    }

    [[nodiscard]] double link(Column const& column) const
    {
        auto const links =
            share(column, m_objects, [](auto const& text) { return is_link(text) && !is_picture(text); });
        auto const step = last_step(column.path);
        if (links < 0.5 || has_word(column.path, {"image", "photo", "logo", "venue", "organi", "ical", "rest"}))
            return 0;
        std::set<std::string> const different{column.texts.begin(), column.texts.end()};
        return links + static_cast<double>(different.size()) / static_cast<double>(m_objects) +
               (has_word(step, {"url", "link", "permalink", "href"}) ? 1 : 0);
    }

    [[nodiscard]] double venue(Column const& column) const
    {
        auto const step = last_step(column.path);
        if (!has_word(column.path, {"venue", "location", "place", "where", "facility", "room"}) ||
            has_word(step, {"id", "url", "lat", "lon", "lng", "zip", "phone", "address", "city", "state", "country"}))
            return 0;
        auto const words = share(column, m_objects, [](auto const& text) {
            return text.size() <= 250 && has_letters(text) && !is_link(text);
        });
        return words < 0.3 ? 0 : words + (has_word(step, {"name", "title", "venue", "location"}) ? 1 : 0);
    }

    [[nodiscard]] double picture(Column const& column) const
    {
        auto const links = share(column, m_objects, is_link);
        return links >= 0.3 && has_word(column.path, {"image", "photo", "picture", "thumb", "poster"}) ? links : 0;
    }

    [[nodiscard]] double text(Column const& column) const
    {
        auto const words =
            share(column, m_objects, [](auto const& one) { return one.size() > 40 && has_letters(one); });
        return words >= 0.3 &&
                       has_word(last_step(column.path), {"descri", "body", "content", "detail", "text", "about"})
                   ? words
                   : 0;
    }

    [[nodiscard]] double cost(Column const& column) const
    {
        auto const prices = share(column, m_objects, [](auto const& one) { return read_money(one).has_value(); });
        return prices >= 0.3 && has_word(last_step(column.path), {"cost", "price", "fee", "admission"}) ? prices : 0;
    }

    [[nodiscard]] double category(Column const& column) const
    {
        auto const words = share(column, m_objects, has_letters);
        return words >= 0.3 && has_word(column.path, {"categor", "event_type", "eventtype"}) ? words : 0;
    }

private:
    static bool is_end(std::string_view step)
    {
        return has_word(step, {"end", "finish", "until"}) && !has_word(step, {"calendar", "weekend", "attend"});
    }

    static bool has_letters(std::string_view text)
    {
        return std::ranges::count_if(text, [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; }) >= 3;
    }

    static bool is_link(std::string_view text)
    {
        return (text.starts_with("http") || text.starts_with('/')) && text.find(' ') == std::string_view::npos;
    }

    static bool is_picture(std::string_view text)
    {
        auto const low = lower_ascii(text);
        return has_word(low, {".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"});
    }

    /// A number alone is one only where its name says so: seconds or milliseconds since 1970.
    [[nodiscard]] bool is_date(std::string const& text, bool named) const
    {
        if (text.size() < 6 || text.size() > max_date_text || text.find_first_of("0123456789") == std::string::npos)
            return false;
        bool const number = text.find_first_not_of("0123456789") == std::string::npos;
        if (number && (!named || (text.size() != 8 && text.size() != 10 && text.size() != 13)))
            return false;
        return !read_when(text, m_options).times.empty();
    }

    WhenOptions m_options;
    std::size_t m_objects;
};

class Builder {
public:
    Builder(std::vector<Column> const& columns, Recipe& recipe) : m_columns(columns), m_recipe(recipe) {}

    /// Adds the column that scores most, each column for one field only. False when none is that.
    bool add(std::string_view field, std::function<double(Column const&)> const& score)
    {
        Column const* best = nullptr;
        double most = 0;
        for (auto const& column : m_columns)
            if (auto const value = m_used.contains(column.path) ? 0 : score(column); value > most) {
                most = value;
                best = &column;
            }
        if (best == nullptr)
            return false;
        m_used.insert(best->path);
        m_recipe.fields.push_back({std::string{field}, {read_finder(best->path, Format::json)}});
        return true;
    }

private:
    std::vector<Column> const& m_columns;
    Recipe& m_recipe;
    std::set<std::string> m_used;
};

std::optional<Recipe> recipe_for(std::string const& path, std::vector<value const*> const& objects,
                                 ReadContext const& context, std::string const& inside)
{
    auto const columns = columns_of(objects);
    Judge const judge{context, std::min(objects.size(), max_looked_at)};
    Recipe recipe;
    recipe.format = recipe.paging = Format::json;
    recipe.items = path;
    recipe.inside = inside;
    Builder builder{columns, recipe};
    auto const by = [&](double (Judge::*score)(Column const&) const) {
        return [&judge, score](Column const& column) { return (judge.*score)(column); };
    };
    if (!builder.add("name", by(&Judge::name)) || !builder.add("start", by(&Judge::date)))
        return std::nullopt;
    builder.add("start_time", by(&Judge::clock));
    builder.add("end", by(&Judge::end));
    builder.add("url", by(&Judge::link));
    builder.add("venue", by(&Judge::venue));
    builder.add("description", by(&Judge::text));
    builder.add("image", by(&Judge::picture));
    builder.add("cost", by(&Judge::cost));
    builder.add("category", by(&Judge::category));
    return recipe;
}

/// Whether the dates at the places of a recipe prove it.
bool writes_day_first(Recipe const& recipe, std::vector<value const*> const& objects)
{
    FieldReader const reader{recipe.fields, Format::json};
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < std::min(objects.size(), max_looked_at); ++i) {
        auto const values = reader.read({{}, objects[i], nullptr}, {});
        for (auto const* name : {"start", "end"})
            if (auto const found = values.find(name); found != values.end())
                texts.push_back(found->second.front());
    }
    return proves_day_first(texts);
}

}  // namespace

std::vector<Proposal> propose_json(Page const& page, ReadContext const& context, std::string const& inside)
{
    PageParts const parts{page, Format::json, inside};
    std::vector<Proposal> proposals;
    for (auto const& [path, objects] : lists_of(parts)) {
        auto recipe = recipe_for(path, objects, context, inside);
        if (!recipe)
            continue;
        auto& proposal = proposals.emplace_back();
        proposal.recipe = std::move(*recipe);
        proposal.day_first = writes_day_first(proposal.recipe, objects);
        keep_what_fills(proposal, page, context);
    }
    return proposals;
}

}  // namespace almanac
