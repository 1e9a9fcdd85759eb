#pragma once

#include "read/place_reader.hpp"
#include "read/recipe.hpp"
#include "read/template.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Texts by field, as a page states them.
using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

/// What templates can name beside the fields that are being read.
struct Known {
    Names texts;
    std::map<std::string, Scope, std::less<>> repeated;  ///< the current match of each `repeat`
};

/// The fields of a recipe, compiled.
class FieldReader {
public:
    FieldReader(std::vector<Field> const& fields, Format format);
    FieldReader(FieldReader&&) noexcept;
    ~FieldReader();

    /// What the item says. Fields for which nothing was found are left out.
    [[nodiscard]] Values read(Scope item, Known const& known) const;

private:
    struct Compiled;
    std::vector<std::pair<std::string, std::vector<std::unique_ptr<Compiled const>>>> m_fields;
};

}  // namespace almanac
