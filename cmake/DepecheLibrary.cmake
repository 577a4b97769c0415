# depeche_library(module...)
# The C library of the given modules, for programs of others: shared (libdepeche.so.0; only what depeche.h declares is to
# be seen) and static, with the header, depeche.pc and what find_package(depeche) reads. The install component is
# `library`. The modules that hold the public functions, analysis and lang, must be among them.
include(CMakePackageConfigHelpers)

function(depeche_library)
  set(objects)
  set(others)
  foreach(module ${ARGN})
    list(APPEND objects $<TARGET_OBJECTS:dp_${module}>)
    if(NOT module MATCHES "^(analysis|lang)$")
      list(APPEND others dp_${module})
    endif()
  endforeach()

  # The shared library has the objects that hold public functions, and of the other modules only what those need.
  add_library(depeche SHARED $<TARGET_OBJECTS:dp_analysis> $<TARGET_OBJECTS:dp_lang>)
  target_link_libraries(depeche PRIVATE dp_options ${others} PkgConfig::ICU m)
  target_link_options(depeche PRIVATE -Wl,--as-needed -Wl,--exclude-libs,ALL)
  set_target_properties(depeche PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
  add_library(depeche_static STATIC ${objects})
  set_target_properties(depeche_static PROPERTIES OUTPUT_NAME depeche)
  target_link_libraries(depeche_static INTERFACE m)
  foreach(target depeche depeche_static)
    set_target_properties(${target} PROPERTIES LINKER_LANGUAGE C)
    target_include_directories(${target} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  endforeach()

  install(TARGETS depeche depeche_static EXPORT depeche-targets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/depeche DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library
    FILES_MATCHING PATTERN "*.h")

  # Paths below the prefix as such, so that pkg-config can move them with it.
  cmake_path(IS_ABSOLUTE CMAKE_INSTALL_LIBDIR absolute)
  set(DEPECHE_PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
  if(absolute)
    set(DEPECHE_PC_LIBDIR ${CMAKE_INSTALL_LIBDIR})
  endif()
  set(DEPECHE_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
  configure_file(${PROJECT_SOURCE_DIR}/cmake/depeche.pc.in ${PROJECT_BINARY_DIR}/depeche.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/depeche.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)

  set(folder ${CMAKE_INSTALL_LIBDIR}/cmake/depeche)
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/depeche-config.cmake.in
    ${PROJECT_BINARY_DIR}/depeche-config.cmake INSTALL_DESTINATION ${folder})
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/depeche-config-version.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/depeche-config.cmake ${PROJECT_BINARY_DIR}/depeche-config-version.cmake
    DESTINATION ${folder} COMPONENT library)
  install(EXPORT depeche-targets NAMESPACE depeche:: DESTINATION ${folder} COMPONENT library)
endfunction()
