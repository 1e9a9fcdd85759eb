# almanac_embed(NAME FILE): the bytes of FILE become `extern "C" char const NAME_begin[], NAME_end[]`.
enable_language(ASM)
add_library(almanac_resources STATIC cmake/resources.cpp)

function(almanac_embed name file)
    set(assembly ${CMAKE_BINARY_DIR}/embed/${name}.S)
    file(CONFIGURE OUTPUT ${assembly} @ONLY CONTENT
"    .section .rodata
    .balign 16
    .global @name@_begin
@name@_begin:
    .incbin \"@file@\"
    .global @name@_end
@name@_end:
    .byte 0
    .section .note.GNU-stack,\"\",@progbits
")
    set_source_files_properties(${assembly} PROPERTIES OBJECT_DEPENDS ${file})
    target_sources(almanac_resources PRIVATE ${assembly})
endfunction()

include(cmake/resources.cmake)
