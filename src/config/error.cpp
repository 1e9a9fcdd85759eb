#include "config/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

/// Nobody reads more than this.
constexpr std::size_t max_shown_findings = 200;
constexpr std::size_t max_shown_bytes = 80;

}  // namespace

std::string to_string(Position const& position)
{
    if (position.line == 0)
        return position.file;
    if (position.column == 0)
        return fmt::format("{}:{}", position.file, position.line);
    return fmt::format("{}:{}:{}", position.file, position.line, position.column);
}

void Findings::add(Position position, std::string sentence)
{
    if (full())
        ++m_left_out;
    else
        m_findings.push_back({std::move(position), std::move(sentence)});
}

std::vector<Finding> Findings::sorted() const
{
    auto findings = m_findings;
    std::ranges::sort(findings);
    findings.erase(std::ranges::unique(findings).begin(), findings.end());
    return findings;
}

void Findings::throw_if_any() const
{
    if (empty())
        return;
    auto const findings = sorted();
    std::string text;
    for (auto const& finding : findings) {
        if (&finding == findings.data() + max_shown_findings) {
            text += fmt::format("\n... and {} more", findings.size() - max_shown_findings + m_left_out);
            break;
        }
        if (!text.empty())
            text += '\n';
        text += fmt::format("{}: {}", to_string(finding.position), finding.sentence);
    }
    throw ConfigError{text};
}

std::string in_quotes(std::string_view text, char quote)
{
    std::string shown(1, quote);
    std::size_t const end = std::min(text.size(), max_shown_bytes);
    std::size_t i = 0;
    for (; i < end; ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (byte == '\n')
            shown += "\\n";
        else if (byte == '\t')
            shown += "\\t";
        else if (byte < 0x20 || byte == 0x7F)
            shown += fmt::format("\\u{:04X}", byte);
        else if (text[i] == '\\' || (text[i] == quote && quote == '"'))
            shown.append({'\\', text[i]});
        else
            shown += text[i];
    }
    if (i < text.size()) {
        // No half of a character at the cut.
        while (!shown.empty() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) {
            shown.pop_back();
            --i;
        }
        shown += "…";
    }
    return shown + quote;
}

}  // namespace almanac
