// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The cheat codes of halmos that the proofs use.
interface Svm {
    function createUint(uint256 bits, string calldata name) external pure returns (uint256);
    function createBytes32(string calldata name) external pure returns (bytes32);
    function createAddress(string calldata name) external pure returns (address);
    function createBool(string calldata name) external pure returns (bool);
}

interface Assume {
    function assume(bool condition) external pure;
}

/// @dev Where halmos answers them.
Svm constant svm = Svm(0xF3993A62377BCd56AE39D773740A5390411E8BC9);
Assume constant vm = Assume(address(uint160(uint256(keccak256("hevm cheat code")))));
