; The installer for Windows, made by scripts/package-windows with Inno Setup. For one user unless an administrator wants
; it for all.

[Setup]
AppId={{5B0E7C1C-9A7B-4A53-8E0B-6C1D6F3B7A52}
AppName=Tokens per Dollar
AppVersion={#Version}
AppPublisher=The Tokens per Dollar authors
DefaultDirName={autopf}\Tokens per Dollar
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
ChangesEnvironment=yes
Compression=lzma2
SolidCompression=yes
SetupIconFile={#Tree}\icon.ico
UninstallDisplayIcon={app}\icon.ico
UninstallDisplayName=Tokens per Dollar
WizardStyle=modern
OutputDir={#Out}
OutputBaseFilename=tokens-per-dollar-{#Version}-windows-x86_64-setup

[Tasks]
Name: path; Description: "Find ""tokens-per-dollar"" in a terminal (adds it to PATH)"

[Files]
Source: "{#Tree}\*"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\Tokens per Dollar"; Filename: "{app}\tokens-per-dollar.exe"; IconFilename: "{app}\icon.ico"

[Registry]
; Windows looks at the last ending alone, and .ron belongs to many: the app is offered under "Open with", and what opens
; such files already stays.
Root: HKA; Subkey: "Software\Classes\TokensPerDollar.File"; ValueType: string; ValueData: "Workload or portfolio"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\TokensPerDollar.File\DefaultIcon"; ValueType: string; ValueData: "{app}\icon.ico"
Root: HKA; Subkey: "Software\Classes\TokensPerDollar.File\shell\open"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Tokens per Dollar"
Root: HKA; Subkey: "Software\Classes\TokensPerDollar.File\shell\open\command"; ValueType: string; ValueData: """{app}\tokens-per-dollar.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.ron\OpenWithProgids"; ValueType: string; ValueName: "TokensPerDollar.File"; ValueData: ""; Flags: uninsdeletevalue

[Run]
Filename: "{app}\tokens-per-dollar.exe"; Description: "{cm:LaunchProgram,Tokens per Dollar}"; Flags: nowait postinstall skipifsilent

[Code]
{ PATH is one text that others write too: our folder is added at its end and only that is taken out again. }

function PathRoot: Integer;
begin
  if IsAdminInstallMode then Result := HKEY_LOCAL_MACHINE else Result := HKEY_CURRENT_USER;
end;

function PathKey: String;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

procedure CurStepChanged(CurStep: TSetupStep);
var
  Path: String;
begin
  if (CurStep <> ssPostInstall) or not WizardIsTaskSelected('path') then exit;
  if not RegQueryStringValue(PathRoot, PathKey, 'Path', Path) then Path := '';
  if Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Path) + ';') > 0 then exit;
  if (Path <> '') and (Path[Length(Path)] <> ';') then Path := Path + ';';
  RegWriteExpandStringValue(PathRoot, PathKey, 'Path', Path + ExpandConstant('{app}'));
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
var
  Path, Folder: String;
  At: Integer;
begin
  if CurUninstallStep <> usUninstall then exit;
  if not RegQueryStringValue(PathRoot, PathKey, 'Path', Path) then exit;
  Folder := ExpandConstant('{app}');
  At := Pos(';' + Uppercase(Folder) + ';', ';' + Uppercase(Path) + ';');
  if At = 0 then exit;
  { Where it is the last, the semicolon before it goes. }
  Delete(Path, At, Length(Folder) + 1);
  if (Path <> '') and (Path[Length(Path)] = ';') then Delete(Path, Length(Path), 1);
  RegWriteExpandStringValue(PathRoot, PathKey, 'Path', Path);
end;
