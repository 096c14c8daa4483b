; The one starter of an installed program: reads which version is current, and starts that one.
Unicode true
Target amd64-unicode
!include FileFunc.nsh
!include LogicLib.nsh
Name "谈心簿"
OutFile "${OUT}"
Icon "${ICON}"
RequestExecutionLevel user
SilentInstall silent
ManifestDPIAware true
SetCompressor lzma
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "谈心簿"
VIAddVersionKey "FileDescription" "谈心簿"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

Var version
Var words

; Reads the first line of current.txt or previous.txt without its end.
!macro Read name
  StrCpy $version ""
  ClearErrors
  FileOpen $0 "$EXEDIR\${name}.txt" r
  ${IfNot} ${Errors}
    FileRead $0 $version
    FileClose $0
  ${EndIf}
  ${Do}
    StrCpy $1 $version 1 -1
    ${If} $1 == "$\r"
    ${OrIf} $1 == "$\n"
    ${OrIf} $1 == " "
      StrCpy $version $version -1
    ${Else}
      ${Break}
    ${EndIf}
  ${Loop}
!macroend

Function Start
  ${If} $version != ""
  ${AndIf} ${FileExists} "$EXEDIR\versions\$version\tanxinbu.exe"
    ClearErrors
    Exec '"$EXEDIR\versions\$version\tanxinbu.exe" $words'
    ${IfNot} ${Errors}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Section
  ${GetParameters} $words
  !insertmacro Read "current"
  Call Start
  !insertmacro Read "previous"
  Call Start
  MessageBox MB_OK|MB_ICONEXCLAMATION "没有找到可以打开的谈心簿。$\r$\n$\r$\n保险库和设置不在这里，没有受影响。$\r$\n$\r$\n请用安装程序再装一次。"
  SetErrorLevel 2
SectionEnd
