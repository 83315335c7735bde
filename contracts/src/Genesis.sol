// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { LowLevelCall } from "@openzeppelin/contracts/utils/LowLevelCall.sol";

import { IGenesis } from "./interfaces/IGenesis.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";

/// @title Creates the contracts that must know each other by immutable addresses
contract Genesis is IGenesis {
    /// @dev Steps above have longer RLP.
    uint256 private constant MAX_STEPS = 127;

    address private immutable _datanetRegistry;
    address private immutable _modelRegistry;
    uint64 private immutable _answerWindow;
    uint96 private immutable _pricePerLeaf;
    /// @dev `challenges` is left to this contract.
    ISettlement.SettlementParams private _params;
    /// @dev keccak of each step's creation code; written once, by the constructor.
    bytes32[] private _codeHashes;

    /// @inheritdoc IGenesis
    uint256 public nextStep = 1;

    /// @param params What `Settlement` gets; its `challenges` is filled in.
    /// @param datanetRegistry Given to the provers.
    /// @param modelRegistry Given to the provers.
    /// @param answerWindow Seconds, for `Challenges`.
    /// @param pricePerLeaf Wei, for `Challenges`.
    /// @param codeHashes keccak of the creation codes, in the order of the steps; at least `Settlement` and `Challenges`.
    constructor(
        ISettlement.SettlementParams memory params,
        address datanetRegistry,
        address modelRegistry,
        uint64 answerWindow,
        uint96 pricePerLeaf,
        bytes32[] memory codeHashes
    ) {
        require(codeHashes.length >= 2 && codeHashes.length <= MAX_STEPS, TooManySteps(codeHashes.length));
        params.challenges = addressOf(codeHashes.length);
        _params = params;
        _datanetRegistry = datanetRegistry;
        _modelRegistry = modelRegistry;
        (_answerWindow, _pricePerLeaf) = (answerWindow, pricePerLeaf);
        _codeHashes = codeHashes;
    }

    /// @inheritdoc IGenesis
    function create(bytes calldata creationCode) external returns (address created) {
        uint256 step = nextStep;
        bytes32 codeHash = keccak256(creationCode);
        require(step <= _codeHashes.length && codeHash == _codeHashes[step - 1], WrongCode(step, codeHash));
        bytes memory initCode = bytes.concat(creationCode, _arguments(step));

        nextStep = step + 1;
        assembly ("memory-safe") {
            created := create(0, add(initCode, 0x20), mload(initCode))
        }
        if (created == address(0)) LowLevelCall.bubbleRevert();
        emit Created(step, created);
    }

    /// @inheritdoc IGenesis
    function addressOf(uint256 step) public view returns (address) {
        // Fits: the constructor bounds the steps to 127.
        // forge-lint: disable-next-line(unsafe-typecast)
        return address(uint160(uint256(keccak256(abi.encodePacked(hex"d694", address(this), uint8(step))))));
    }

    function _arguments(uint256 step) private view returns (bytes memory) {
        if (step == 1) return abi.encode(_params);
        if (step < _codeHashes.length) return abi.encode(addressOf(1), _datanetRegistry, _modelRegistry);
        address[] memory provers = new address[](step - 2);
        for (uint256 i = 0; i < provers.length; ++i) {
            provers[i] = addressOf(i + 2);
        }
        return abi.encode(addressOf(1), provers, _answerWindow, _pricePerLeaf);
    }
}
