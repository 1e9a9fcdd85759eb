#pragma once

#include "html/tags.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace almanac {

struct SelectorChain;
using SelectorList = std::vector<SelectorChain>;

/// One condition on one element.
struct SelectorTest {
    enum class Kind : std::uint8_t {  // in the order of their cost, in which they are tried
        any,
        tag,
        scope,
        root,
        attribute,  // #id and .class too
        nth_child,
        nth_last_child,
        empty,
        nth_of_type,
        nth_last_of_type,
        is,
        is_not,
        contains,
        has,
    };
    enum class Op : std::uint8_t { present, equals, word, dash, starts, ends, holds };

    Kind kind = Kind::any;
    Op op = Op::present;
    bool ignore_case = false;
    TagId tag = 0;           ///< 0 for a name that HTML does not know: compared by `name`
    std::uint16_t hash = 0;  ///< of `name`, for attributes
    int step = 0;            ///< an+b
    int offset = 0;
    std::string name;
    std::string value;
    SelectorList list;  ///< of :is, :not, :has
};

enum class Combinator : std::uint8_t { none, descendant, child, next, later };

struct SelectorCompound {
    std::vector<SelectorTest> tests;
    Combinator left = Combinator::none;  ///< how the compound before it in the chain's text is related
};

/// "a > b c", stored from right to left: c, b, a.
struct SelectorChain {
    std::vector<SelectorCompound> compounds;
    TagId tag = 0;           ///< of the elements it selects; 0: any, or one that HTML does not know
    std::uint8_t names = 0;  ///< name_bit of the attributes that they must have
};

}  // namespace almanac
