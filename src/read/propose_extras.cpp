#include "read/propose_extras.hpp"

#include "event/money.hpp"
#include "html/selector.hpp"
#include "read/field_reader.hpp"
#include "read/place_counts.hpp"
#include "read/places.hpp"
#include "read/propose_texts.hpp"
#include "text/text.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

namespace almanac {
namespace {

constexpr std::size_t min_description = 40;
constexpr std::size_t max_cost = 80;
constexpr double needed = 0.3;  ///< of the events: a field that fewer have is none of the structure

/// What was found in the items.
struct Extras {
    Places descriptions;
    Places images;
    Places costs;
};

/// "Free", "$5 members": a price by its sign or by what its place is called; a number alone is none.
bool states_cost(std::string_view place, std::string const& text)
{
    bool const named = has_word(place, {"cost", "price", "fee", "admission"});
    bool const signs = text.find('$') != std::string::npos || text.find("€") != std::string::npos ||
                       text.find("£") != std::string::npos || lower_ascii(text).starts_with("free");
    return text.size() <= max_cost && (named || signs) && read_money(text).has_value();
}

/// Where a picture is loaded from: pages that load late keep its address beside `src`.
std::string_view source_of(Element picture)
{
    for (std::string_view const name : {"data-src", "data-lazy-src", "src"})
        if (auto const value = attribute(picture, name).value_or(""); !value.empty() && !value.starts_with("data:"))
            return name;
    return {};
}

void look_at(Element item, Values const& values, Extras& to)
{
    ItemPlaces seen;
    auto const says = [&](std::string const& text, std::string_view field) {
        auto const value = values.find(field);
        return value != values.end() && text.find(value->second.front()) != std::string::npos;
    };
    std::size_t looked_at = 0;
    for (auto const part : select(item, compile_selector("*"))) {
        if (++looked_at > max_parts_of_item)
            break;
        auto const place = place_of(part);
        if (auto const name = tag(part) == "img" ? source_of(part) : ""; !name.empty())
            seen.count(to.images, place + '@' + std::string{name}, std::string{*attribute(part, name)}, 0);
        if (count_below(part) > max_below_part)
            continue;
        auto text = text_of(part);
        if (says(text, "name") || says(text, "when") || says(text, "venue"))
            continue;
        bool const called = has_word(place, {"desc", "summary", "excerpt", "teaser", "intro", "text", "body"});
        if (states_cost(place, text))
            seen.count(to.costs, place, text, has_word(place, {"cost", "price", "fee"}) ? 1 : 0);
        else if (text.size() >= min_description && text.find(' ') != std::string::npos)
            seen.count(to.descriptions, place, text, (called ? 1 : 0) + (tag(part) == "p" ? 0.2 : 0));
    }
}

/// Whether enough events have the field, and not all the same.
bool is_filled(std::string_view field, std::vector<Event> const& events)
{
    std::size_t filled = 0;
    std::set<std::string> different;
    for (auto const& event : events) {
        auto text = field == "description" ? event.description
                    : field == "image"     ? event.image
                    : event.cost           ? to_cost_cell(*event.cost)
                                           : std::string{};
        filled += text.empty() ? 0 : 1;
        different.insert(std::move(text));
    }
    bool const may_repeat = field == "cost" || events.size() < 3;
    return static_cast<double>(filled) >= needed * static_cast<double>(events.size()) &&
           (may_repeat || different.size() > 1);
}

}  // namespace

void add_extras(Proposal& proposal, std::vector<Element> const& items)
{
    FieldReader const reader{proposal.recipe.fields, Format::html};
    Extras extras;
    auto const looked_at = std::min(items.size(), max_items_looked_at);
    for (std::size_t i = 0; i < looked_at; ++i)
        look_at(items[i], reader.read({items[i], nullptr, nullptr}, {}), extras);
    auto const add = [&](std::string name, Places const& places) {
        if (auto const place = best_of(places, looked_at, needed); !place.empty())
            proposal.recipe.fields.push_back({std::move(name), {read_finder(place, Format::html)}});
    };
    add("description", extras.descriptions);
    add("image", extras.images);
    add("cost", extras.costs);
}

void keep_what_fills(Proposal& proposal, Page const& page, ReadContext const& context)
{
    try_out(proposal, page, context);
    auto const unfilled = [&](Field const& field) {
        bool const is_extra = field.name == "description" || field.name == "image" || field.name == "cost";
        return is_extra && !is_filled(field.name, proposal.trial.events);
    };
    if (!proposal.trial.events.empty() && std::erase_if(proposal.recipe.fields, unfilled) > 0)
        try_out(proposal, page, context);
}

bool proves_day_first(std::vector<std::string> const& texts)
{
    static RE2 const date{R"((?:^|[^\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?:\D|$))"};
    bool proven = false;
    for (auto const& text : texts) {
        re2::StringPiece rest{text};
        int first = 0;
        int second = 0;
        while (RE2::FindAndConsume(&rest, date, &first, &second)) {
            if (second > 12)
                return false;
            proven = proven || (first > 12 && first <= 31);
        }
    }
    return proven;
}

}  // namespace almanac
