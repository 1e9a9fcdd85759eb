#include "read/schema_event.hpp"
#include "text/text.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace almanac {

namespace {

using boost::json::object;

bool says_true(std::string_view text)
{
    auto const word = lower_ascii(local_name(trim(text)));
    return word == "true" || word == "1" || word == "yes";
}

/// ISO 4217; the sign of the dollar is met in its place.
std::string read_currency(std::string_view text)
{
    auto const clean = trim(text);
    bool const code = clean.size() == 3 && std::ranges::all_of(clean, [](char c) { return c >= 'A' && c <= 'Z'; });
    return code ? std::string{clean} : clean == "$" ? "USD" : "";
}

/// "12.50" is a number here, as the currency stands apart; anything else is read as a page's text.
std::optional<Money> read_price(std::string_view text, std::string const& currency)
{
    auto const clean = trim(text);
    double number = 0;
    auto const [end, error] = std::from_chars(clean.data(), clean.data() + clean.size(), number);
    if (error == std::errc{} && end == clean.data() + clean.size()) {
        if (number < 0 || number >= 1e7 || std::isnan(number))
            return std::nullopt;
        auto const cents = static_cast<std::int64_t>(std::llround(number * 100));
        return Money{cents, cents, currency};
    }
    auto money = read_money(clean);
    if (money && !currency.empty())
        money->currency = currency;
    return money;
}

void widen(std::optional<Money>& cost, std::optional<Money> const& price)
{
    if (!price)
        return;
    if (!cost) {
        cost = price;
        return;
    }
    cost->low_cents = std::min(cost->low_cents, price->low_cents);
    cost->high_cents = std::max(cost->high_cents, price->high_cents);
}

void read_prices(object const& offer, SchemaContext const& context, std::optional<Money>& cost)
{
    auto const& graph = context.graph;
    auto const currency = read_currency(graph.text(offer, "priceCurrency"));
    for (std::string_view const name : {"price", "lowPrice", "highPrice", "minPrice", "maxPrice"}) {
        if (auto const text = graph.text(offer, name); !text.empty())
            widen(cost, read_price(text, currency));
    }
}

}  // namespace

void read_schema_offers(object const& node, SchemaContext const& context, Event& event)
{
    auto const& graph = context.graph;
    std::size_t offers = 0;
    std::size_t sold_out = 0;
    for (auto const* stated : graph.all(node, "offers")) {
        auto const* offer = stated->if_object();
        if (offer == nullptr) {
            widen(event.cost, read_price(graph.text_of(*stated), {}));
            continue;
        }
        read_prices(*offer, context, event.cost);
        for (auto const* specification : graph.all(*offer, "priceSpecification")) {
            if (specification->is_object())
                read_prices(specification->get_object(), context, event.cost);
        }
        ++offers;
        auto const availability = lower_ascii(local_name(graph.text(*offer, "availability")));
        sold_out += availability == "soldout" || availability == "outofstock" ? 1 : 0;
    }
    event.sold_out = offers > 0 && sold_out == offers;
    if (!event.cost && says_true(graph.text(node, "isAccessibleForFree")))
        event.cost = Money{};
}

}  // namespace almanac
