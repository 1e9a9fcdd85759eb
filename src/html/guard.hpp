#pragma once

#include "html/document.hpp"
#include "html/plain_token.hpp"

#include <myhtml/myhtml.h>

#include <cstddef>
#include <string>
#include <vector>

namespace almanac {

/// Watches the tokens of one page on their way to MyHTML's tree builder, which has no limits of its own: what would let
/// a page cost more than its size is cut here.
struct HtmlGuard {
    HtmlLimits limits;
    PlainToken plain;
    std::size_t nodes = 0;
    std::size_t tokens = 0;
    std::size_t attributes = 0;
    std::size_t formatting_bytes = 0;
    std::size_t page_tags = 0;
    std::size_t text_run = 0;        // bytes of text since the last element
    std::size_t misplaced_text = 0;  // bytes of text between a table's cells: all of it goes before the table
    std::size_t merged_bytes = 0;
    std::size_t flattened = 0;
    bool attributes_cut = false;
    bool exhausted = false;                         // the page is hostile; the rest of it is not read
    std::vector<myhtml_tag_id_t> open_flattened{};  // start tags that were taken out, to take out their end tags
};

/// <b>, <a> ...: what is reopened in the next block where a page forgot to close it (HTML standard, 13.2.4.3).
[[nodiscard]] bool is_formatting(myhtml_tag_id_t tag);

/// Lets the guard see every token and node of the tree. It has to live until the tree is complete.
void watch(myhtml_tree_t* tree, HtmlGuard& guard);

/// True when the tag that the page is in the middle of holds more attributes than any page has: one that never ends can
/// hold any number of them before the guard sees its token.
[[nodiscard]] bool floods_attributes(myhtml_tree_t const* tree);

/// What was cut, a sentence each.
[[nodiscard]] std::vector<std::string> problems_of(HtmlGuard const& guard);

}  // namespace almanac
