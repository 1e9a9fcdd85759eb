#include "event/money.hpp"

#include "event/money_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace almanac {
namespace {

using Kind = MoneyToken::Kind;
using Tokens = std::vector<MoneyToken>;

/// Enough for any cost field; a price further down a page's text would be of something else.
constexpr std::size_t max_text = 4096;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

/// Words that make the amounts of their clause something else than the price of coming.
bool is_no_price(std::string_view word)
{
    return is_one_of(word, {"donation",  "donations",   "donate",    "donating", "contribution", "contributions",
                            "suggested", "recommended", "voluntary", "deposit",  "toll",         "raffle",
                            "discount",  "off",         "save",      "value",    "valued",       "worth",
                            "prize",     "prizes",      "grant",     "grants",   "scholarship",  "refund"});
}

bool is_magnitude(std::string_view word)
{
    return is_one_of(word, {"k", "m", "b", "mm", "bn", "thousand", "million", "billion"});
}

/// Words that may stand around a number that is a price though no currency says so.
bool is_label(std::string_view word)
{
    return is_one_of(
        word, {"from", "starting", "at", "cost", "costs", "fee", "fees", "price", "to", "per", "person", "each", "is"});
}

/// Words that say who comes free; others may have to pay.
bool is_audience(std::string_view word)
{
    return is_one_of(word, {"members", "member", "children", "child", "kids", "students", "seniors", "youth", "adults",
                            "under", "ages", "veterans", "volunteers", "infants", "toddlers", "accompanying"});
}

MoneyToken const* at(Tokens const& tokens, std::size_t i)
{
    return i < tokens.size() ? &tokens[i] : nullptr;
}

bool is_word(MoneyToken const* token, std::string_view word)
{
    return token != nullptr && token->kind == Kind::word && token->word == word;
}

bool joins_range(MoneyToken const& token)
{
    return token.kind == Kind::dash || token.kind == Kind::slash || (token.kind == Kind::word && token.word == "to");
}

/// A number after "$5 -" is its upper end only when nothing says that it counts something else ("10am", "10 weeks").
bool may_end_range(Tokens const& tokens, std::size_t i)
{
    auto const* next = at(tokens, i + 1);
    if (next == nullptr || next->kind == Kind::soft || next->kind == Kind::hard)
        return true;
    if (next->kind == Kind::word && !next->glued)
        return is_no_price(next->word) || is_one_of(next->word, {"per", "each", "sliding", "for", "depending"});
    return next->kind == Kind::slash && !next->glued;
}

/// Gives the bare end of a range the currency of the other: "$5 - 10", "10-15 EUR". A dollar sign is written before,
/// so that "Room 5 - $10" is no range. Drops the amounts that are thousands or millions.
void complete_amounts(Tokens& tokens)
{
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind != Kind::amount)
            continue;
        auto const* next = at(tokens, i + 1);
        if (next != nullptr && next->kind == Kind::word && is_magnitude(next->word)) {
            tokens[i].kind = Kind::other;
            continue;
        }
        if (i + 2 < tokens.size() && joins_range(tokens[i + 1]) && tokens[i + 2].kind == Kind::number &&
            tokens[i + 2].cents > tokens[i].cents && may_end_range(tokens, i + 2)) {
            tokens[i + 2].kind = Kind::amount;
            tokens[i + 2].currency = tokens[i].currency;
        }
        if (i >= 2 && tokens[i].postfix && joins_range(tokens[i - 1]) && tokens[i - 2].kind == Kind::number &&
            tokens[i - 2].cents <= tokens[i].cents) {
            tokens[i - 2].kind = Kind::amount;
            tokens[i - 2].currency = tokens[i].currency;
        }
    }
}

enum class Free { no, some, all };

/// Whether the word at `i` says that coming costs nothing, and for whom.
Free read_free(Tokens const& tokens, std::size_t i)
{
    auto const& token = tokens[i];
    if (token.kind != Kind::word)
        return Free::no;
    auto const* before = i > 0 ? &tokens[i - 1] : nullptr;
    auto const* after = at(tokens, i + 1);
    if (is_one_of(token.word, {"cost", "charge", "fee"}))
        return is_word(before, "no") ? Free::all : Free::no;
    if (is_one_of(token.word, {"gratis", "complimentary"}))
        return Free::all;
    if (token.word != "free")
        return Free::no;
    if (before != nullptr && before->kind == Kind::dash && token.glued)
        return Free::no;
    auto const* before_is = is_word(before, "is") || is_word(before, "are") ? at(tokens, i - 2) : before;
    if (before != nullptr && before->kind == Kind::word &&
        is_one_of(before->word, {"gluten", "smoke", "toll", "feel", "sugar", "dairy", "nut", "alcohol", "drug",
                                 "fragrance", "scent", "barrier", "plastic", "waste", "hands", "get", "one", "not"}))
        return Free::no;
    if (after == nullptr || after->kind != Kind::word)
        return before_is != nullptr && is_audience(before_is->word) ? Free::some : Free::all;
    if (is_one_of(after->word, {"parking",  "will",  "gift",    "gifts",    "spirit",       "time", "style",
                                "range",    "wifi",  "wi",      "snacks",   "refreshments", "food", "drinks",
                                "lunch",    "pizza", "coffee",  "shuttle",  "shirt",        "t",    "trial",
                                "shipping", "play",  "flowing", "standing", "swim"}))
        return Free::no;
    if (is_audience(after->word) || (before_is != nullptr && is_audience(before_is->word)))
        return Free::some;
    auto const* second = at(tokens, i + 2);
    if (after->word == "with" && !is_word(second, "rsvp") && !is_word(second, "registration"))
        return Free::some;
    if ((after->word == "for" || after->word == "to") && second != nullptr && is_audience(second->word))
        return Free::some;
    return Free::all;
}

/// The prices of all clauses that speak of nothing else: "$10 (includes $2 donation)" is 10. A clause without an amount
/// qualifies the next one: "Suggested donation, $10".
std::vector<MoneyToken const*> prices_of(Tokens const& tokens)
{
    std::vector<MoneyToken const*> prices;
    std::vector<MoneyToken const*> clause;
    bool no_price = false;
    for (auto const& token : tokens) {
        if (token.kind == Kind::amount)
            clause.push_back(&token);
        else if (token.kind == Kind::word && is_no_price(token.word))
            no_price = true;
        if (token.kind != Kind::soft && token.kind != Kind::hard)
            continue;
        if (!no_price)
            prices.insert(prices.end(), clause.begin(), clause.end());
        no_price = no_price && clause.empty() && token.kind == Kind::soft;
        clause.clear();
    }
    if (!no_price)
        prices.insert(prices.end(), clause.begin(), clause.end());
    return prices;
}

bool looks_like_year(MoneyToken const& number)
{
    return number.text.size() == 4 && number.cents >= 190000 && number.cents < 210000;
}

/// A field that is only a number or a range of two: "12", "10 - 25", "From 30.0". Not a year, a phone number
/// ("555-1234") or a date ("10/12").
std::optional<Money> read_bare(Tokens const& tokens)
{
    std::vector<MoneyToken const*> numbers;
    bool is_range = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        auto const& token = tokens[i];
        if (token.kind == Kind::number)
            numbers.push_back(&token);
        else if (token.kind == Kind::dash || (token.kind == Kind::word && token.word == "to"))
            is_range = !numbers.empty() && i + 1 < tokens.size();
        else if (token.kind == Kind::word ? !is_label(token.word) : token.text != ":" && token.text != ".")
            return std::nullopt;
        if (token.kind == Kind::dash && !is_range)
            return std::nullopt;
    }
    if (numbers.empty() || numbers.size() > 2 ||
        std::ranges::any_of(numbers, [](auto* n) { return looks_like_year(*n); }))
        return std::nullopt;
    auto const& low = *numbers.front();
    auto const& high = *numbers.back();
    if (is_range != (numbers.size() == 2) || high.cents < low.cents)
        return std::nullopt;
    if (is_range && low.text.size() == 3 && high.text.size() == 4 && high.glued)
        return std::nullopt;
    return Money{low.cents, high.cents, ""};
}

std::string cell_of(std::int64_t cents)
{
    return cents % 100 == 0 ? fmt::format("{}", cents / 100) : fmt::format("{}.{:02}", cents / 100, cents % 100);
}

}  // namespace

std::optional<Money> read_money(std::string_view text)
{
    auto tokens = money_tokens(text.substr(0, max_text));
    complete_amounts(tokens);

    auto is_free = Free::no;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        is_free = std::max(is_free, read_free(tokens, i));

    auto const prices = prices_of(tokens);
    if (prices.empty() && is_free == Free::all)
        return Money{};
    if (prices.empty())
        return std::ranges::any_of(tokens, [](auto const& t) { return t.kind == Kind::amount; }) ? std::nullopt
                                                                                                 : read_bare(tokens);
    Money money{prices.front()->cents, prices.front()->cents, prices.front()->currency};
    for (auto const* price : prices) {
        if (price->currency != money.currency)
            continue;
        money.low_cents = std::min(money.low_cents, price->cents);
        money.high_cents = std::max(money.high_cents, price->cents);
    }
    if (is_free != Free::no)
        money.low_cents = 0;
    return money;
}

std::string to_cost_cell(Money const& money)
{
    if (money.low_cents == money.high_cents)
        return cell_of(money.low_cents);
    return fmt::format("{} - {}", cell_of(money.low_cents), cell_of(money.high_cents));
}

}  // namespace almanac
