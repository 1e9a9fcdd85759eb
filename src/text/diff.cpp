#include "text/diff.hpp"

#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace almanac {
namespace {

constexpr std::size_t around = 3;
constexpr std::size_t max_lines = 5000;

/// A line that stays (' '), goes ('-') or comes ('+').
struct Step {
    char kind;
    std::string_view line;
};

std::vector<std::string_view> lines_of(std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    return text.empty() ? std::vector<std::string_view>{} : split(text, '\n');
}

/// By the longest common subsequence of the lines between a common beginning and end.
std::vector<Step> steps_between(std::vector<std::string_view> const& a, std::vector<std::string_view> const& b)
{
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head])
        ++head;
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    auto const rows = a.size() - head - tail;
    auto const columns = b.size() - head - tail;
    bool const whole = rows > max_lines || columns > max_lines;
    std::vector<std::vector<std::size_t>> longest(rows + 1, std::vector<std::size_t>(whole ? 1 : columns + 1));
    for (auto i = whole ? 0 : rows; i-- > 0;)
        for (auto j = columns; j-- > 0;)
            longest[i][j] =
                a[head + i] == b[head + j] ? longest[i + 1][j + 1] + 1 : std::max(longest[i + 1][j], longest[i][j + 1]);
    std::vector<Step> steps;
    for (std::size_t i = 0; i < head; ++i)
        steps.push_back({' ', a[i]});
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < rows || j < columns) {
        bool const both = i < rows && j < columns && !whole;
        if (both && a[head + i] == b[head + j]) {
            steps.push_back({' ', a[head + i]});
            ++i;
            ++j;
        } else if (i < rows && (!both || longest[i + 1][j] >= longest[i][j + 1])) {
            steps.push_back({'-', a[head + i++]});
        } else {
            steps.push_back({'+', b[head + j++]});
        }
    }
    for (auto n = a.size() - tail; n < a.size(); ++n)
        steps.push_back({' ', a[n]});
    return steps;
}

}  // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after)
{
    auto const steps = steps_between(lines_of(before), lines_of(after));
    std::string text;
    std::size_t old_line = 1;
    std::size_t new_line = 1;
    for (std::size_t i = 0; i < steps.size();) {
        if (steps[i].kind == ' ') {
            ++old_line;
            ++new_line;
            ++i;
            continue;
        }
        auto const first = i - std::min(i, around);
        auto last = i;  // of the changes that are near each other
        for (auto n = i; n < steps.size() && n <= last + 2 * around; ++n)
            if (steps[n].kind != ' ')
                last = n;
        auto const end = std::min(last + around + 1, steps.size());
        std::string lines;
        std::size_t olds = 0;
        std::size_t news = 0;
        for (auto n = first; n < end; ++n) {
            lines += fmt::format("{}{}\n", steps[n].kind, steps[n].line);
            olds += steps[n].kind != '+' ? 1 : 0;
            news += steps[n].kind != '-' ? 1 : 0;
        }
        auto const old_start = old_line - (i - first);
        auto const new_start = new_line - (i - first);
        // Of no lines, the one before counts (POSIX, diff).
        text += fmt::format("@@ -{},{} +{},{} @@\n{}", old_start - (olds == 0 ? 1 : 0), olds,
                            new_start - (news == 0 ? 1 : 0), news, lines);
        old_line = old_start + olds;
        new_line = new_start + news;
        i = end;
    }
    return text.empty() ? text : fmt::format("--- {0}\n+++ {0}\n{1}", name, text);
}

}  // namespace almanac
