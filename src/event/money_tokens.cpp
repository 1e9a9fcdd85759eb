#include "event/money_tokens.hpp"

#include "text/ascii.hpp"
#include "text/text.hpp"

#include <optional>
#include <utility>

namespace almanac {
namespace {

using Kind = MoneyToken::Kind;

struct Named {
    std::string_view text;
    std::string_view currency;
};

constexpr Named signs[] = {
    {"US$", "USD"}, {"CA$", "CAD"}, {"C$", "CAD"},     {"AU$", "AUD"},    {"A$", "AUD"},
    {"NZ$", "NZD"}, {"$", "USD"},   {"\u20ac", "EUR"}, {"\u00a3", "GBP"}, {"\u00a5", "JPY"},
};

constexpr Named codes[] = {
    {"usd", "USD"},   {"dollar", "USD"}, {"dollars", "USD"}, {"bucks", "USD"}, {"eur", "EUR"}, {"euro", "EUR"},
    {"euros", "EUR"}, {"gbp", "GBP"},    {"cad", "CAD"},     {"aud", "AUD"},   {"nzd", "NZD"}, {"chf", "CHF"},
    {"jpy", "JPY"},   {"sgd", "SGD"},    {"hkd", "HKD"},     {"inr", "INR"},   {"mxn", "MXN"}, {"brl", "BRL"},
    {"sek", "SEK"},   {"nok", "NOK"},    {"dkk", "DKK"},     {"pln", "PLN"},   {"zar", "ZAR"},
};

struct Mark {
    std::string_view text;
    Kind kind;
};

constexpr Mark marks[] = {
    {"-", Kind::dash},      {"\u2010", Kind::dash}, {"\u2011", Kind::dash}, {"\u2012", Kind::dash},
    {"\u2013", Kind::dash}, {"\u2014", Kind::dash}, {"\u2212", Kind::dash}, {"/", Kind::slash},
    {",", Kind::soft},      {"(", Kind::soft},      {")", Kind::soft},      {"[", Kind::soft},
    {"]", Kind::soft},      {"+", Kind::soft},      {"&", Kind::soft},      {";", Kind::hard},
    {"!", Kind::hard},      {"?", Kind::hard},      {"|", Kind::hard},      {"\n", Kind::hard},
    {"\r", Kind::hard},     {"\u2022", Kind::hard},
};

constexpr std::string_view spaces[] = {" ", "\t", "\u00a0", "\u2009", "\u202f", "\u200b"};

class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) {}

    std::vector<MoneyToken> run()
    {
        while (m_at < m_text.size()) {
            if (skip_space()) {
                m_glued = false;
                continue;
            }
            step();
            m_glued = true;
        }
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }
    [[nodiscard]] char peek(std::size_t ahead) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }

    bool skip_space()
    {
        for (auto const& space : spaces) {
            if (rest().starts_with(space)) {
                m_at += space.size();
                return true;
            }
        }
        return false;
    }

    MoneyToken& add(Kind kind, std::size_t from)
    {
        auto& token = m_tokens.emplace_back();
        token.kind = kind;
        token.text = m_text.substr(from, m_at - from);
        token.glued = m_glued;
        return token;
    }

    void step()
    {
        if (read_sign())
            return;
        auto const from = m_at;
        if (is_digit(peek(0))) {
            auto const cents = read_number("");
            add(cents ? Kind::number : Kind::other, from).cents = cents.value_or(0);
            return;
        }
        if (is_letter(peek(0))) {
            while (is_letter(peek(0)))
                ++m_at;
            add_word(from);
            return;
        }
        for (auto const& mark : marks) {
            if (rest().starts_with(mark.text)) {
                m_at += mark.text.size();
                add(mark.kind, from);
                return;
            }
        }
        auto const ends_sentence = peek(0) == '.' && (peek(1) == ' ' || peek(1) == '\n' || peek(1) == '\0');
        ++m_at;
        add(ends_sentence ? Kind::hard : Kind::other, from);
    }

    void add_word(std::size_t from)
    {
        auto word = lower_ascii(m_text.substr(from, m_at - from));
        for (auto const& code : codes) {
            if (word == code.text) {
                if (!close_amount(code.currency))
                    open_amount(code.currency, from);
                return;
            }
        }
        auto& token = add(word == "and" || word == "plus" ? Kind::soft : Kind::word, from);
        token.word = std::move(word);
    }

    bool read_sign()
    {
        for (auto const& sign : signs) {
            if (!rest().starts_with(sign.text))
                continue;
            auto const from = m_at;
            m_at += sign.text.size();
            if (!open_amount(sign.currency, from))
                close_amount(sign.currency);
            return true;
        }
        return false;
    }

    /// The number after a currency. A currency without one is left out.
    bool open_amount(std::string_view currency, std::size_t from)
    {
        auto const after = m_at;
        while (skip_space()) {
        }
        auto const cents =
            is_digit(peek(0)) || (peek(0) == '.' && is_digit(peek(1))) ? read_number(currency) : std::nullopt;
        if (!cents) {
            m_at = after;
            return false;
        }
        auto& token = add(Kind::amount, from);
        token.cents = *cents;
        token.currency = currency;
        return true;
    }

    /// The number before a currency.
    bool close_amount(std::string_view currency)
    {
        if (m_tokens.empty() || m_tokens.back().kind != Kind::number)
            return false;
        auto& token = m_tokens.back();
        token.kind = Kind::amount;
        token.currency = currency;
        token.postfix = true;
        return true;
    }

    /// "1,200.50", "12,50" (a comma and exactly two digits are cents), "1.200,50" (in euros), ".50". Nothing for more
    /// than nine digits: no price.
    std::optional<std::int64_t> read_number(std::string_view currency)
    {
        std::int64_t whole = 0;
        int digits = 0;
        auto const take = [&] {
            while (is_digit(peek(0))) {
                if (++digits <= 9)
                    whole = whole * 10 + (peek(0) - '0');
                ++m_at;
            }
        };
        auto const digits_after_mark = [&] {
            std::size_t count = 0;
            while (count < 4 && is_digit(peek(1 + count)))
                ++count;
            return count;
        };
        take();
        while ((peek(0) == ',' || (peek(0) == '.' && currency == "EUR")) && digits_after_mark() == 3) {
            ++m_at;
            take();
        }
        std::int64_t cents = 0;
        if ((peek(0) == '.' && digits_after_mark() > 0) || (peek(0) == ',' && digits_after_mark() == 2)) {
            cents = (peek(1) - '0') * 10 + (is_digit(peek(2)) ? peek(2) - '0' : 0);
            ++m_at;
            while (is_digit(peek(0)))
                ++m_at;
        }
        if (digits > 9)
            return std::nullopt;
        return whole * 100 + cents;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_glued = false;
    std::vector<MoneyToken> m_tokens;
};

}  // namespace

std::vector<MoneyToken> money_tokens(std::string_view text)
{
    return Scanner{text}.run();
}

}  // namespace almanac
