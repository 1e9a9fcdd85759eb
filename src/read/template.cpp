#include "read/template.hpp"

#include "text/text.hpp"

namespace almanac {
namespace {

bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The place that starts at `text[open]`, a brace; its end in `end`. Nothing when the brace is literal.
std::optional<TemplatePiece> read_place(std::string_view text, std::size_t open, std::size_t& end)
{
    auto const close = text.find_first_of("{}\n", open + 1);
    if (close == text.npos || text[close] != '}')
        return std::nullopt;
    auto const inner = text.substr(open + 1, close - open - 1);
    std::size_t length = 0;
    while (length < inner.size() && is_name_char(inner[length]))
        ++length;
    auto const rest = inner.substr(length);
    if (length == 0 || (!rest.empty() && std::string_view{".[ :"}.find(rest.front()) == rest.npos))
        return std::nullopt;
    end = close + 1;
    return TemplatePiece{{}, std::string{inner.substr(0, length)}, std::string{rest}, open + 1};
}

}  // namespace

std::vector<TemplatePiece> parse_template(std::string_view text)
{
    std::vector<TemplatePiece> pieces;
    std::string literal;
    auto const flush = [&] {
        if (!literal.empty())
            pieces.push_back({std::move(literal), {}, {}, 0});
        literal.clear();
    };
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = 0;
        if (text[i] == '{') {
            if (auto place = read_place(text, i, end)) {
                flush();
                pieces.push_back(std::move(*place));
                i = end;
                continue;
            }
        }
        literal += text[i++];
    }
    flush();
    return pieces;
}

std::string_view part_of(TemplatePiece const& piece, bool is_path)
{
    auto const part = trim(piece.rest);
    return is_path && part.starts_with('.') ? part.substr(1) : part;
}

bool is_template(std::string_view text)
{
    for (auto const& piece : parse_template(text)) {
        if (!piece.name.empty())
            return true;
    }
    return false;
}

std::optional<std::string> fill_template(std::string_view text,
                                         std::function<std::optional<std::string>(TemplatePiece const&)> const& value)
{
    std::string filled;
    for (auto const& piece : parse_template(text)) {
        if (piece.name.empty()) {
            filled += piece.text;
            continue;
        }
        auto const found = value(piece);
        if (!found)
            return std::nullopt;
        filled += *found;
    }
    return filled;
}

}  // namespace almanac
